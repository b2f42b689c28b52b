import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { itemKey } from './key.ts';
import { Table } from './table.ts';

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
