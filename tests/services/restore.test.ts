import { DeleteItemCommand, DynamoDBClient, UpdateContinuousBackupsCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compareWithCopy, keyText, putBack } from '../../ops/restore/compare.ts';
import { copyName, dropCopy, originalOf, restoreCopy } from '../../ops/restore/point-in-time.ts';
import { clientConfig } from '../support/engine.ts';
import { serviceTable } from '../support/service-table.ts';

const client = new DynamoDBClient(clientConfig());
const row = (pk: string, more = {}) => ({ pk, sk: 'ROW', ...more });
let table: Awaited<ReturnType<typeof serviceTable>>;
beforeAll(async () => {
  table = await serviceTable();
});
afterAll(() => table.drop());

it('is refused for a table without point-in-time recovery', async () => {
  await expect(restoreCopy(client, table.name, { at: undefined, report: () => {} })).rejects.toThrow(
    'has no point-in-time recovery',
  );
});

it('puts back what was lost, and overwrites nothing newer', async () => {
  await client.send(
    new UpdateContinuousBackupsCommand({
      TableName: table.name,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  );
  // More than one page of what is read at once.
  for (let n = 0; n < 120; n += 1) await table.put(row(`kept-${n}`, { amount: n }));
  await table.put(row('lost', { amount: 5 }));
  await table.put(row('changed', { amount: 1 }));
  await table.put(row('session', { expiresAt: 4_000_000_000 }));
  // The engine restores a table as it is: what is lost is lost after that.
  const copy = await restoreCopy(client, table.name, { at: undefined, report: () => {} });
  for (const pk of ['lost', 'session'])
    await client.send(
      new DeleteItemCommand({ TableName: table.name, Key: { pk: { S: pk }, sk: { S: 'ROW' } } }),
    );
  await table.put(row('changed', { amount: 2 }));
  await table.put(row('newer', { amount: 3 }));

  const { missing, changed, compared } = await compareWithCopy(client, copy);
  expect([missing.map(keyText), changed.map(keyText), compared]).toEqual([
    ['lost ROW'],
    ['changed ROW'],
    122,
  ]);
  expect(await putBack(client, table.name, missing)).toBe(1);
  expect(await putBack(client, table.name, missing)).toBe(0);

  const rows = await table.scan();
  expect(rows).toHaveLength(123);
  for (const expected of [
    row('lost', { amount: 5 }),
    row('changed', { amount: 2 }),
    row('newer', { amount: 3 }),
  ])
    expect(rows).toContainEqual(expected);
  await dropCopy(client, copy);
  await expect(compareWithCopy(client, copy)).rejects.toThrow();
});

it('compares and deletes nothing but a copy', async () => {
  expect(originalOf(copyName('orders', new Date('2026-11-27T18:00:00Z')))).toBe('orders');
  await expect(dropCopy(client, table.name)).rejects.toThrow('is not the name of a restored copy');
  await expect(compareWithCopy(client, table.name)).rejects.toThrow('is not the name of a restored copy');
});
