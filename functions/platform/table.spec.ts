import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  TransactionConflictException,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { itemKey } from './key.ts';
import { ConditionFailed, Table } from './table.ts';

const pauses: number[] = [];
vi.mock('node:timers/promises', () => ({ setTimeout: async (ms: number) => void pauses.push(ms) }));

const KEYS = ['a', 'b', 'c'].map((id) => itemKey([id], ['X']));

/** A table that reads one item a call, `busy` times; then all that is left. */
function busyTable(busy: number) {
  const asked: number[] = [];
  const send = async ({ input }: { input: { RequestItems: Record<string, { Keys: object[] }> } }) => {
    const { Keys } = input.RequestItems.it!;
    asked.push(Keys.length);
    const read = asked.length > busy ? Keys : Keys.slice(0, asked.length > 2 ? 0 : 1);
    const rest = Keys.slice(read.length);
    return { Responses: { it: read }, UnprocessedKeys: rest.length > 0 ? { it: { Keys: rest } } : {} };
  };
  return { asked, table: new Table('it', { send } as unknown as DynamoDBClient) };
}

describe('Table > getMany', () => {
  beforeEach(() => {
    pauses.length = 0;
    vi.spyOn(Math, 'random').mockReturnValue(1);
  });
  afterEach(() => vi.restoreAllMocks());

  it('asks again for what a busy table has not read, and for nothing else, after pauses that grow', async () => {
    const { asked, table } = busyTable(6);

    expect(await table.getMany(KEYS)).toEqual(KEYS);

    expect(asked).toEqual([3, 2, 1, 1, 1, 1, 1]);
    expect(pauses).toEqual([25, 50, 100, 200, 400, 400]);
  });

  it('gives up on a table that stays busy', async () => {
    const { asked, table } = busyTable(Number.POSITIVE_INFINITY);

    await expect(table.getMany(KEYS)).rejects.toMatchObject({ code: 'unavailable', retryable: true });

    expect(asked).toHaveLength(10);
    expect(pauses).toHaveLength(9);
  });

  it('does not pause where there is nothing to wait for, and asks nothing where nothing is wanted', async () => {
    const { asked, table } = busyTable(0);

    expect(await table.getMany(KEYS)).toEqual(KEYS);
    expect(await table.getMany([])).toEqual([]);

    expect(asked).toEqual([3]);
    expect(pauses).toEqual([]);
  });

  it('passes on what the table throws, at once', async () => {
    const send = vi.fn().mockRejectedValue(new Error('gone'));
    await expect(new Table('it', { send } as unknown as DynamoDBClient).getMany(KEYS)).rejects.toThrow(
      'gone',
    );
    expect(send).toHaveBeenCalledOnce();
  });
});

describe('Table > writeOne', () => {
  const key = itemKey(['a'], ['X']);
  const write = { label: 'it', put: { ...key, n: 1 }, condition: 'attribute_not_exists(pk)' };
  const $metadata = {};
  const tableThat = (...answers: (Error | object)[]) => {
    const send = vi.fn(async (_command: unknown) => {
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer instanceof Error) throw answer;
      return answer;
    });
    return { send, table: new Table('it', { send } as unknown as DynamoDBClient) };
  };

  it('puts or updates one item on its condition, and asks for what stands in the way', async () => {
    const { send, table } = tableThat({});
    await table.writeOne(write);
    await table.writeOne({ update: key, set: 'SET n = :n', values: { ':n': 2 } });
    const [put, update] = send.mock.calls.map(([command]) => command);
    expect(put).toBeInstanceOf(PutItemCommand);
    expect((put as PutItemCommand).input).toMatchObject({
      TableName: 'it',
      Item: { n: { N: '1' } },
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    expect(update).toBeInstanceOf(UpdateItemCommand);
    expect((update as UpdateItemCommand).input).toMatchObject({ UpdateExpression: 'SET n = :n' });
  });

  it('tells by its label what stood in the way', async () => {
    const Item = { n: { N: '7' } };
    const { table } = tableThat(new ConditionalCheckFailedException({ message: '', $metadata, Item }));
    const thrown = await table.writeOne(write).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(ConditionFailed);
    expect((thrown as ConditionFailed).failed).toEqual(new Map([['it', { n: 7 }]]));
  });

  it('comes again when a transaction got in between, and gives up when they keep on', async () => {
    const conflict = new TransactionConflictException({ message: '', $metadata });
    const once = tableThat(conflict, {});
    await once.table.writeOne(write);
    expect(once.send).toHaveBeenCalledTimes(2);

    const always = tableThat(conflict);
    await expect(always.table.writeOne(write)).rejects.toMatchObject({ code: 'conflict', retryable: true });
    expect(always.send).toHaveBeenCalledTimes(6);
  });

  it('passes on what else the table throws, at once', async () => {
    const { send, table } = tableThat(new Error('gone'));
    await expect(table.writeOne(write)).rejects.toThrow('gone');
    expect(send).toHaveBeenCalledOnce();
  });
});
