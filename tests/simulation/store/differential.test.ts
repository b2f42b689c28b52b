import { randomUUID } from 'node:crypto';
import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KEYS, writeTo } from './random-writes.ts';
import { Store } from './store.ts';

/** How many sequences of up to eight writes, of one item or of several, are compared. */
const RUNS = Number(process.env.SIM_STORE_RUNS ?? 100);

const TableName = `differential-${randomUUID()}`;
let client: DynamoDBClient;

beforeAll(async () => {
  const endpoint = process.env.SIM_DYNAMODB;
  if (!endpoint) throw new Error('SIM_DYNAMODB is not set: run npm run test:full -- dynamodb-local');
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [attribute('pk'), attribute('sk'), attribute('t')],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'ByText',
          KeySchema: [
            { AttributeName: 'pk', KeyType: 'HASH' },
            { AttributeName: 't', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
});
afterAll(() => client.send(new DeleteTableCommand({ TableName })));

/** What a command gave, without what is no part of the answer: items, or the error's name and reasons in order. */
async function answer(execute: () => unknown): Promise<unknown> {
  try {
    const output = (await execute()) as Record<string, unknown>;
    const { $metadata, ConsumedCapacity, ItemCollectionMetrics, ...rest } = output;
    return rest;
  } catch (thrown) {
    const { name, message } = thrown as Error;
    if (thrown instanceof ConditionalCheckFailedException) return { error: name, item: thrown.Item };
    if (!(thrown instanceof TransactionCanceledException)) return { error: name, message };
    const reasons = thrown.CancellationReasons?.map(({ Code, Item }) => ({ Code, ...(Item && { Item }) }));
    return { error: name, reasons };
  }
}

/** Empties the table; an attempt starts with nothing. */
const clear = () => KEYS.map((Key): TransactWriteItem => ({ Delete: { TableName, Key } }));

/** Transactions of up to three items, and writes of one item by themselves. */
const step: fc.Arbitrary<object> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc
      .uniqueArray(writeTo(TableName), { minLength: 1, maxLength: 3, selector: keyOf })
      .map((TransactItems) => new TransactWriteItemsCommand({ TransactItems })),
  },
  {
    weight: 1,
    arbitrary: writeTo(TableName)
      .filter(({ Put, Update }) => Put !== undefined || Update !== undefined)
      .map(({ Put, Update }) => (Put ? new PutItemCommand(Put) : new UpdateItemCommand(Update!))),
  },
);

it('gives the same answers, the same reasons for a refusal, and the same items', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 8 }), async (steps) => {
      const store = new Store();
      store.createTable(TableName, { ByText: { hash: 'pk', range: 't' } });
      const both = async (command: object) => {
        const theirs = await answer(() => client.send(command as never));
        const ours = await answer(() => store.execute(command));
        return { ours, theirs };
      };
      await client.send(new TransactWriteItemsCommand({ TransactItems: clear() }));
      for (const command of steps) {
        const { ours, theirs } = await both(command);
        const { input } = command as { input: object };
        expect(allowed(theirs, ours), JSON.stringify({ input, ours, theirs })).toEqual(named(ours));
      }
      for (const command of reads()) {
        const { ours, theirs } = await both(command);
        expect(sorted(ours)).toEqual(sorted(theirs));
      }
    }),
    { numRuns: RUNS, ...(process.env.SIM_SEED && { seed: Number(process.env.SIM_SEED) }) },
  );
});

function keyOf(write: TransactWriteItem): string {
  const { pk, sk } = write.Put?.Item ?? (write.Update ?? write.Delete ?? write.ConditionCheck)!.Key!;
  return `${pk!.S} ${sk!.S}`;
}

interface Cancelled {
  error?: string;
  reasons?: { Code: string }[];
}

const named = (output: unknown) => ({ ...(output as object), message: undefined }) as Cancelled;

/**
 * A declared difference: for an update that does not fit its item, AWS documents the cancellation reason
 * ValidationError, and the store follows it. DynamoDB Local refuses the whole request instead, and moto forgets
 * either the code or the conditions of the writes beside it.
 */
function allowed(theirs: unknown, ours: unknown): Cancelled {
  const unfit = named(ours).reasons?.some(({ Code }) => Code === 'ValidationError');
  const refused = ['ValidationException', 'TransactionCanceledException'];
  return unfit && refused.includes(named(theirs).error ?? '') ? named(ours) : named(theirs);
}

function reads(): object[] {
  const where = (condition: string, values: object, more: object = {}) =>
    new QueryCommand({
      TableName,
      KeyConditionExpression: condition,
      ExpressionAttributeValues: Object.fromEntries(Object.entries(values).map(([name, S]) => [name, { S }])),
      ...more,
    });
  return [
    ...KEYS.map((Key) => new GetItemCommand({ TableName, Key, ConsistentRead: true })),
    new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: KEYS, ConsistentRead: true } } }),
    where('pk = :p', { ':p': 'a' }),
    where('pk = :p AND sk > :s', { ':p': 'a', ':s': '1' }),
    where('pk = :p', { ':p': 'a' }, { ScanIndexForward: false, Limit: 1 }),
    where('pk = :p', { ':p': 'b' }, { ExclusiveStartKey: KEYS[2] }),
    where('pk = :p AND begins_with(t, :t)', { ':p': 'a', ':t': 'x' }, { IndexName: 'ByText' }),
    where('pk = :p', { ':p': 'a' }, { IndexName: 'ByText', ConsistentRead: true }),
  ];
}

/** BatchGetItem promises no order. */
function sorted(output: unknown): unknown {
  const {
    Responses,
    message: _,
    ...rest
  } = output as { Responses?: Record<string, object[]>; message?: string };
  return { ...rest, items: Responses?.[TableName]?.map((item) => JSON.stringify(item, keysInOrder)).sort() };
}

const keysInOrder = (_: string, value: unknown) =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
