import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, it } from 'vitest';
import { multiplyRetries } from '../../faults/retries.ts';
import { clientConfig, engineEndpoint, until } from '../support/engine.ts';

const sfn = new SFNClient(clientConfig());
const ATTEMPTS = 3;

/** How long each retry of a task that always fails waited (s), as its execution's history tells. */
async function waits(IntervalSeconds: number): Promise<number[]> {
  const Retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds, BackoffRate: 1, MaxAttempts: ATTEMPTS - 1 }];
  const Parameters = { FunctionName: 'there-is-none', Payload: {} };
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({
      name: `retries-${Date.now()}`,
      definition: JSON.stringify({
        StartAt: 'Fail',
        States: {
          Fail: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters, Retry, End: true },
        },
      }),
      roleArn: 'arn:aws:iam::000000000000:role/retries',
    }),
  );
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
  const events = await until(
    async () => {
      const { events = [] } = await sfn.send(
        new GetExecutionHistoryCommand({ executionArn, maxResults: 100 }),
      );
      return events.some(({ type }) => type === 'ExecutionFailed') ? events : undefined;
    },
    { what: 'the end of an execution' },
  );
  await sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
  const at = (wanted: string) =>
    events.flatMap(({ type, timestamp }) => (type === wanted ? timestamp!.getTime() / 1000 : []));
  const failed = at('TaskFailed');
  expect(failed).toHaveLength(ATTEMPTS);
  return at('TaskScheduled')
    .slice(1)
    .map((scheduled, index) => scheduled - failed[index]!);
}

afterEach(() => multiplyRetries(engineEndpoint(), 1));

describe('Retries of a state machine', () => {
  it('wait as long as the definition says', async () => {
    for (const waited of await waits(1)) expect(waited).toBeGreaterThanOrEqual(0.99);
  });

  it('are as many, and wait less, when their waits are multiplied', async () => {
    await multiplyRetries(engineEndpoint(), 0.01);
    for (const waited of await waits(60)) expect(waited).toBeLessThan(60);
  });

  it.each([-1, 2, Number.NaN])('are not multiplied by %d', async (factor) => {
    await expect(multiplyRetries(engineEndpoint(), factor)).rejects.toThrow(/answered 422: .*from 0 to 1/);
  });
});
