import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, Lab } from '../conformance/lab.ts';
import { until } from '../support/engine.ts';

/** Environments of one function that a burst gets at once. */
const PLACES = 2 * availableParallelism();

const lab = new Lab();
const sfn = new SFNClient(lab.config());
const folder = mkdtempSync(join(tmpdir(), 'turns-'));
let file: string;
let release: string;

beforeEach(() => {
  const run = mkdtempSync(join(folder, 'run-'));
  file = join(run, 'begun');
  release = join(run, 'release');
});
afterAll(async () => {
  await lab.close();
  rmSync(folder, { recursive: true });
});

/** The process of each invocation that has begun. */
const begun = () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []);

/** Invokes a function until all its places are taken, by invocations that end when `release` is there. */
async function fill(name: string): Promise<Promise<unknown>[]> {
  const held = Array.from({ length: PLACES }, () => lab.invoke(name, { file, until: release }));
  await until(() => begun().length === PLACES, { what: 'all places to be taken', timeoutMs: 60_000 });
  return held;
}

describe('a burst of invocations of one function', () => {
  it('is served by the environments that a burst gets at once, one after the other', async () => {
    const name = await lab.function('turns.hold', { fresh: true, Timeout: 60 });

    await Promise.all(Array.from({ length: 8 * PLACES }, () => lab.invoke(name, { file })));

    expect(begun()).toHaveLength(8 * PLACES);
    expect(new Set(begun()).size).toBeLessThanOrEqual(PLACES);
  });

  it('is not stuck when nothing moves: it gets more', async () => {
    const name = await lab.function('turns.hold', { fresh: true, Timeout: 60 });
    const held = await fill(name);

    await lab.invoke(name, { file });

    expect(begun()).toHaveLength(PLACES + 1);
    writeFileSync(release, '');
    await Promise.all(held);
  });

  it('is not stuck when each invocation waits for another of the same function', async () => {
    const name = await lab.function('turns.nest', { fresh: true, Timeout: 60 });

    const seen = await Promise.all(Array.from({ length: PLACES }, () => lab.invoke(name, { depth: 1 })));

    expect(seen.map(({ payload }) => payload)).toEqual(seen.map(() => 1));
  });
});

describe('a task of Step Functions that was given up while its invocation waited', () => {
  it('is not invoked any more', async () => {
    const name = await lab.function('turns.hold', { fresh: true, Timeout: 60 });
    const held = await fill(name);
    const { stateMachineArn } = await sfn.send(
      new CreateStateMachineCommand({
        name,
        roleArn: `arn:aws:iam::${ACCOUNT}:role/lab`,
        definition: JSON.stringify({
          StartAt: 'Hold',
          States: {
            Hold: {
              Type: 'Task',
              Resource: 'arn:aws:states:::lambda:invoke',
              Parameters: { FunctionName: name, Payload: { file } },
              TimeoutSeconds: 1,
              End: true,
            },
          },
        }),
      }),
    );
    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
    const ended = async () => {
      const { status, error } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      return status === 'RUNNING' ? undefined : { status, error };
    };
    expect(await until(ended, { what: 'the end of the execution' })).toEqual({
      status: 'FAILED',
      error: 'States.Timeout',
    });

    // Whoever is invoked after this was after the task in the line.
    const later = lab.invoke(name, { file });
    writeFileSync(release, '');
    await Promise.all([...held, later]);

    expect(begun()).toHaveLength(PLACES + 1);
    await sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
  });
});
