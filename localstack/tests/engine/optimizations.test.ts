import { existsSync, readFileSync } from 'node:fs';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineFolders } from '../../engine/folders.ts';
import { clientConfig, until } from '../support/engine.ts';

const { log } = engineFolders(process.env.TEST_ENGINE!);

describe.skipIf(process.env.AWS_ENDPOINT_URL || !existsSync(log))(
  'Optimizations and patches of the engine',
  () => {
    it('fit its release: each one that was loaded so far was applied', () => {
      const lines = readFileSync(log, 'utf8').split('\n');
      expect(
        lines.filter((line) => /runs without the optimization|The engine stays as it is/.test(line)),
      ).toEqual([]);
      expect(lines.find((line) => line.includes('optimizations: '))).toMatch(
        /json_paths, state_machines, .*idle_pollers, metrics/,
      );
    });
  },
);

describe('A definition that was parsed before', () => {
  it('runs as the first time: each execution has all of its attempts', async () => {
    const sfn = new SFNClient(clientConfig());
    const definition = JSON.stringify({
      StartAt: 'Fail',
      States: {
        Fail: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Parameters: { FunctionName: 'there-is-none', Payload: {} },
          Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 1, MaxDelaySeconds: 1 }],
          End: true,
        },
      },
    });
    const { stateMachineArn } = await sfn.send(
      new CreateStateMachineCommand({
        name: `parsed-${Date.now()}`,
        definition,
        roleArn: 'arn:aws:iam::000000000000:role/parsed',
      }),
    );
    const attempts = async () => {
      const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: '{}' }));
      return until(
        async () => {
          const { events } = await sfn.send(
            new GetExecutionHistoryCommand({ executionArn, maxResults: 100 }),
          );
          const isOver = events!.some(({ type }) => type === 'ExecutionFailed');
          return isOver && events!.filter(({ type }) => type === 'TaskFailed').length;
        },
        { what: 'the end of an execution' },
      );
    };
    expect([await attempts(), await attempts()]).toEqual([2, 2]);
    await sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
  });
});

describe('An update', () => {
  const dynamodb = new DynamoDBClient(clientConfig());
  const TableName = `updates-${Date.now()}`;
  const Key = { id: { S: 'one' } };
  const read = async () => (await dynamodb.send(new GetItemCommand({ TableName, Key }))).Item;

  beforeAll(async () => {
    await dynamodb.send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      }),
    );
    await until(
      async () =>
        (await dynamodb.send(new DescribeTableCommand({ TableName }))).Table?.TableStatus === 'ACTIVE',
      { what: 'a table' },
    );
  });
  afterAll(() => dynamodb.send(new DeleteTableCommand({ TableName })));

  const update = {
    TableName,
    Key,
    UpdateExpression:
      'SET #list = list_append(if_not_exists(#list, :none), :two), #sum = if_not_exists(#sum, :one) + :one',
    ExpressionAttributeNames: { '#list': 'list', '#sum': 'sum' },
    ExpressionAttributeValues: {
      ':none': { L: [] },
      ':two': { L: [{ S: 'a' }, { S: 'b' }] },
      ':one': { N: '1' },
    },
  };
  const after = (times: number) => ({
    ...Key,
    list: { L: Array.from({ length: times }, () => [{ S: 'a' }, { S: 'b' }]).flat() },
    sum: { N: String(times + 1) },
  });

  it.each([
    ['an item that is not there yet', 1],
    ['an item that is there', 2],
  ])('changes %s by what stands in it', async (_, times) => {
    await dynamodb.send(new UpdateItemCommand(update));
    expect(await read()).toEqual(after(times));
  });

  it('of a transaction changes it so too', async () => {
    await dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [{ Update: update }] }));
    expect(await read()).toEqual(after(3));
  });

  it('that is refused changes nothing', async () => {
    const refused = dynamodb.send(
      new UpdateItemCommand({ ...update, ConditionExpression: 'attribute_not_exists(id)' }),
    );
    await expect(refused).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    expect(await read()).toEqual(after(3));
  });
});
