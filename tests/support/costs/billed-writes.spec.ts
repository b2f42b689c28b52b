import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import type { Item } from '../../simulation/store/values.ts';
import { BilledWrites } from './billed-writes.ts';
import { itemSize, readUnits, writeUnits } from './item-size.ts';

const TableName = 'orders-table';
const KEY: Item = { pk: { S: 'ORDER#1' }, sk: { S: 'ORDER' } };
const waiting: Item = { waits: { S: 'PENDING#1' }, since: { S: '2026' } };

const billed = (stored?: Item) =>
  new BilledWrites({
    tables: new Map([
      [
        TableName,
        {
          name: 'Orders',
          indexes: [
            { name: 'Waiting', keys: ['waits', 'since'], isWhole: false },
            { name: 'ByStatus', keys: ['status'], isWhole: true },
          ],
        },
      ],
    ]),
    stored: async () => stored,
  });
const put = (more: Item = {}): TransactWriteItem => ({ Put: { TableName, Item: { ...KEY, ...more } } });
const update = (UpdateExpression: string, values: Item = {}): TransactWriteItem => ({
  Update: { TableName, Key: KEY, UpdateExpression, ExpressionAttributeValues: values },
});

describe('What a write is billed', () => {
  it.each<[what: string, before: Item | undefined, write: TransactWriteItem, units: Record<string, number>]>([
    ['an item in no index', undefined, put(), { Orders: 1 }],
    [
      'an item that comes into both',
      undefined,
      put({ ...waiting, status: { S: 'P' } }),
      { Orders: 1, 'Orders.Waiting': 1, 'Orders.ByStatus': 1 },
    ],
    ['2.5 KB', undefined, put({ note: { S: 'x'.repeat(2500) } }), { Orders: 3 }],
    [
      'an attribute that an index of keys does not hold',
      { ...KEY, ...waiting },
      update('SET seen = :a', { ':a': { N: '1' } }),
      { Orders: 1 },
    ],
    [
      'an attribute that an index of all does',
      { ...KEY, status: { S: 'P' } },
      update('SET seen = :a', { ':a': { N: '1' } }),
      { Orders: 1, 'Orders.ByStatus': 1 },
    ],
    [
      'another key of an index: one goes, one comes',
      { ...KEY, ...waiting },
      update('SET since = :a', { ':a': { S: '2027' } }),
      { Orders: 1, 'Orders.Waiting': 2 },
    ],
    [
      'an item that leaves an index',
      { ...KEY, ...waiting },
      update('REMOVE waits'),
      { Orders: 1, 'Orders.Waiting': 1 },
    ],
    [
      'a large item that becomes small',
      { ...KEY, note: { S: 'x'.repeat(2500) } },
      update('REMOVE seen SET note = :a', { ':a': { S: '' } }),
      { Orders: 3 },
    ],
    [
      'a deletion',
      { ...KEY, ...waiting },
      { Delete: { TableName, Key: KEY } },
      { Orders: 1, 'Orders.Waiting': 1 },
    ],
  ])('%s', async (_, before, write, units) => {
    expect(await billed(before).write([write], 1)).toEqual(units);
  });

  it('is double in a transaction, but for the indexes, which follow', async () => {
    expect(await billed().write([put(waiting)], 2)).toEqual({ Orders: 2, 'Orders.Waiting': 1 });
  });

  it('is the table alone when a condition did not hold, and what it would have written is not there', async () => {
    const writes = billed();
    expect(await writes.refuse([put(waiting)], 2)).toEqual({ Orders: 2 });
    expect(await writes.write([put()], 2)).toEqual({ Orders: 2 });
  });

  it('goes by what writes before it have left', async () => {
    const writes = billed();
    await writes.write([put(waiting)], 2);
    expect(await writes.write([update('REMOVE waits, since')], 1)).toEqual({
      Orders: 1,
      'Orders.Waiting': 1,
    });
    expect(await writes.write([update('REMOVE waits, since')], 1)).toEqual({ Orders: 1 });
  });
});

it.each<[item: Item, bytes: number]>([
  [{ ab: { S: 'ü' } }, 4],
  [{ a: { N: '1' } }, 3],
  [{ a: { N: '-1250' } }, 5],
  [{ a: { BOOL: true } }, 2],
  [{ a: { L: [{ S: 'x' }, { S: 'y' }] } }, 8],
  [{ a: { M: { b: { S: 'x' } } } }, 7],
])('%j has %i bytes', (item, bytes) => {
  expect(itemSize(item)).toBe(bytes);
});

it('units are rounded up: writes to 1 KB, reads to 4 KB', () => {
  expect([0, 1024, 1025].map(writeUnits)).toEqual([1, 1, 2]);
  expect([0, 4096, 4097].map((bytes) => readUnits(bytes, true))).toEqual([1, 1, 2]);
  expect(readUnits(1, false)).toBe(0.5);
});
