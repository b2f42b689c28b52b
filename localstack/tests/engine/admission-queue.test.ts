import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  DeleteRestApiCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway';
import { AddPermissionCommand } from '@aws-sdk/client-lambda';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, Lab } from '../conformance/lab.ts';
import { engineEndpoint, until } from '../support/engine.ts';

/** Environments of one function that a burst gets at once. */
const PLACES = 2 * availableParallelism();

const lab = new Lab();
const apiGateway = new APIGatewayClient(lab.config());
const sfn = new SFNClient(lab.config());
const folder = mkdtempSync(join(tmpdir(), 'admission-queue-'));
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
  await until(() => begun().length === PLACES, { what: 'all places to be taken' });
  return held;
}

/** An API whose one method, GET at its root, goes to a function. */
async function api(name: string, { timeoutInMillis }: { timeoutInMillis: number }) {
  const { id: apiId, rootResourceId } = await apiGateway.send(new CreateRestApiCommand({ name }));
  const method = { restApiId: apiId, resourceId: rootResourceId, httpMethod: 'GET' };
  await apiGateway.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
  const arn = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:${name}`;
  await apiGateway.send(
    new PutIntegrationCommand({
      ...method,
      type: 'AWS_PROXY',
      integrationHttpMethod: 'POST',
      uri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations`,
      timeoutInMillis,
    }),
  );
  const permission = {
    StatementId: 'api',
    Action: 'lambda:InvokeFunction',
    Principal: 'apigateway.amazonaws.com',
  };
  await lab.lambda.send(new AddPermissionCommand({ FunctionName: name, ...permission }));
  await apiGateway.send(new CreateDeploymentCommand({ restApiId: apiId, stageName: 'lab' }));
  return { apiId, url: `${engineEndpoint()}/_aws/execute-api/${apiId}/lab/` };
}

describe('a burst of invocations of one function', () => {
  it('waits for the environments that a burst gets at once', async () => {
    const name = await lab.function('admission-queue.hold', { fresh: true, Timeout: 60 });

    await Promise.all(Array.from({ length: 8 * PLACES }, () => lab.invoke(name, { file })));

    expect(begun()).toHaveLength(8 * PLACES);
    expect(new Set(begun()).size).toBeLessThanOrEqual(PLACES);
  });

  it('gets more environments when no invocation ends', async () => {
    const name = await lab.function('admission-queue.hold', { fresh: true, Timeout: 60 });
    const held = await fill(name);

    await lab.invoke(name, { file });

    expect(begun()).toHaveLength(PLACES + 1);
    writeFileSync(release, '');
    await Promise.all(held);
  });

  it('gets more environments when each invocation waits for another of the same function', async () => {
    const name = await lab.function('admission-queue.nest', { fresh: true, Timeout: 60 });

    const seen = await Promise.all(Array.from({ length: PLACES }, () => lab.invoke(name, { depth: 1 })));

    expect(seen.map(({ payload }) => payload)).toEqual(seen.map(() => 1));
  });
});

describe('an invocation in the admission queue', () => {
  it('is removed when the API request that caused it times out', async () => {
    const name = await lab.function('admission-queue.hold', { fresh: true, Timeout: 60 });
    const held = await fill(name);
    const { apiId, url } = await api(name, { timeoutInMillis: 1_000 });

    const answer = await fetch(`${url}?file=${encodeURIComponent(file)}`);

    expect(answer.status).toBe(504);
    expect(await answer.json()).toEqual({ message: 'Endpoint request timed out' });
    writeFileSync(release, '');
    await Promise.all(held);
    expect(begun()).toHaveLength(PLACES);
    await apiGateway.send(new DeleteRestApiCommand({ restApiId: apiId }));
  });

  it('is removed when the Step Functions task that caused it times out', async () => {
    const name = await lab.function('admission-queue.hold', { fresh: true, Timeout: 60 });
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

    // An invocation that begins now is behind the task's in the queue.
    const later = lab.invoke(name, { file });
    writeFileSync(release, '');
    await Promise.all([...held, later]);
    expect(begun()).toHaveLength(PLACES + 1);
    await sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
  });
});
