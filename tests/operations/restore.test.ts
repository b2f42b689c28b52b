import {
  DeleteItemCommand,
  DynamoDBClient,
  paginateScan,
  UpdateContinuousBackupsCommand,
} from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { ledger } from '../../ops/ledger/command.ts';
import { restore } from '../../ops/restore/command.ts';
import { ShopDriver } from '../../ops/shop-driver/shop-driver.ts';
import { clientConfig } from '../support/engine.ts';
import { printedBy } from '../support/printed.ts';
import { deployStage, STAGE } from './stage.ts';

const client = new DynamoDBClient(clientConfig());

const run = (command: typeof restore, ...words: string[]) => printedBy(command, ...words, '--stage', STAGE);

async function keysOf(TableName: string, has: string) {
  const keys = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName }))
    for (const { pk, sk } of Items)
      if (pk?.S?.includes(has) || sk?.S?.includes(has)) keys.push({ pk: pk!, sk: sk! });
  return keys;
}

it('a customer’s account that was lost is put back, and the ledger adds up again', async () => {
  const { api, tables } = await deployStage();
  const customer = await new ShopDriver(api).customer(5_000);
  const TableName = tables.payments!;
  // Local stages have none: their data are not missed. The engine restores a table as it is now, whatever the time.
  await client.send(
    new UpdateContinuousBackupsCommand({
      TableName,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  );
  const { printed } = await run(restore, 'begin', 'payments');
  const [copy = ''] = /\S+-restored-\d{14}/.exec(printed) ?? [];
  expect(copy).not.toBe('');

  for (const Key of await keysOf(TableName, customer.id))
    await client.send(new DeleteItemCommand({ TableName, Key }));
  expect((await run(ledger, 'check')).code).toBe(1);

  expect((await run(restore, 'compare', copy)).printed).toMatch(/missing: .*\n/);
  expect((await run(restore, 'put-back', copy)).code).toBe(0);
  expect(await run(ledger, 'check')).toMatchObject({ code: 0 });
  expect((await customer.call<{ balance: object }>('GET /payments/account')).body.balance).toEqual({
    amount: 5_000,
    currency: 'EUR',
  });
  await run(restore, 'drop', copy);
}, 900_000);
