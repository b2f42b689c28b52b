import { randomUUID } from 'node:crypto';
import {
  BatchGetItemCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientConfig } from '../../support/engine.ts';
import { KEYS, writeTo } from './random-writes.ts';
import { Store } from './store.ts';

/** How many sequences of up to eight transactions are compared. */
const RUNS = Number(process.env.SIM_STORE_RUNS ?? 100);

const TableName = `differential-${randomUUID()}`;
let client: DynamoDBClient;

beforeAll(async () => {
  client = new DynamoDBClient({
    ...clientConfig(),
    ...(process.env.SIM_DYNAMODB && { endpoint: process.env.SIM_DYNAMODB }),
    maxAttempts: 1,
  });
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
    if (!(thrown instanceof TransactionCanceledException)) return { error: name, message };
    const reasons = thrown.CancellationReasons?.map(({ Code, Item }) => ({ Code, ...(Item && { Item }) }));
    return { error: name, reasons };
  }
}

/** Empties the table; an attempt starts with nothing. */
const clear = () => KEYS.map((Key): TransactWriteItem => ({ Delete: { TableName, Key } }));

/**
 * DynamoDB Local is the judge: the engine's own on LocalStack. LocalEmu's moto differs from AWS in more than the saga
 * uses (where a page ends, operands of the wrong type), so nothing is compared there.
 */
const judged = process.env.ENGINE === 'localstack' || process.env.SIM_DYNAMODB !== undefined;

describe.runIf(judged)('the simulated store, beside a DynamoDB', () => {
  it('gives the same answers, the same cancellation reasons, and the same items', async () => {
    const transaction = fc.uniqueArray(writeTo(TableName), {
      minLength: 1,
      maxLength: 3,
      selector: keyOf,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(transaction, { minLength: 4, maxLength: 8 }), async (transactions) => {
        const store = new Store();
        store.createTable(TableName, { ByText: { hash: 'pk', range: 't' } });
        const both = async (command: object) => {
          const theirs = await answer(() => client.send(command as never));
          const ours = await answer(() => store.execute(command));
          return { ours, theirs };
        };
        await client.send(new TransactWriteItemsCommand({ TransactItems: clear() }));
        for (const TransactItems of transactions) {
          const { ours, theirs } = await both(new TransactWriteItemsCommand({ TransactItems }));
          expect(allowed(theirs, ours), JSON.stringify({ TransactItems, ours, theirs })).toEqual(named(ours));
        }
        for (const command of reads()) {
          const { ours, theirs } = await both(command);
          expect(sorted(ours)).toEqual(sorted(theirs));
        }
      }),
      { numRuns: RUNS, ...(process.env.SIM_SEED && { seed: Number(process.env.SIM_SEED) }) },
    );
  });
});

const keyOf = (write: TransactWriteItem): string => {
  const { pk, sk } = write.Put?.Item ?? (write.Update ?? write.Delete ?? write.ConditionCheck)!.Key!;
  return `${pk!.S} ${sk!.S}`;
};

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
