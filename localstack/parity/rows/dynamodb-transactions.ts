import type { TransactionCanceledException, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { errorOf, type Lab } from '../lab.ts';
import { add, numberIn, put, readItem, table, transact } from '../resources/items.ts';
import type { Row } from '../row.ts';

const TRANSACT = 'amazondynamodb/latest/APIReference/API_TransactWriteItems.html';
const service = 'DynamoDB';

/** Retries on conflicts, as the program does. @returns whether the transaction succeeded. */
async function written(lab: Lab, items: TransactWriteItem[]): Promise<boolean> {
  for (;;) {
    try {
      await transact(lab, items);
      return true;
    } catch (thrown) {
      const codes = ((thrown as TransactionCanceledException).CancellationReasons ?? []).map(
        ({ Code }) => Code,
      );
      if (codes.includes('ConditionalCheckFailed')) return false;
      if (!codes.includes('TransactionConflict')) throw thrown;
    }
  }
}

/** All or nothing. */
export const dynamodbTransactionRows: Row[] = [
  {
    id: 'ddb-transact-reasons',
    service,
    behaviour: 'a transaction of which two conditions fail',
    documented: 'a reason for each write, in order, with the old item where asked; nothing is written',
    source: TRANSACT,
    expected: {
      error: 'TransactionCanceledException',
      codes: ['None', 'ConditionalCheckFailed', 'ConditionalCheckFailed'],
      items: [undefined, '1', undefined],
      first: 0,
    },
    reliedOn: 'yes',
    see: async (lab) => {
      const TableName = await table(lab);
      await transact(lab, [put(TableName, 'reason-2')]);
      const items = [
        put(TableName, 'reason-1'),
        put(TableName, 'reason-2'),
        add(TableName, 'reason-3', 1, 5),
      ];
      const error = await transact(lab, items).catch((thrown) => thrown);
      const reasons = (error as TransactionCanceledException).CancellationReasons ?? [];
      return {
        error: error.name,
        codes: reasons.map(({ Code }) => Code),
        items: reasons.map(({ Item }) => Item?.n?.N),
        first: await numberIn(lab, 'reason-1'),
      };
    },
  },
  {
    id: 'ddb-transact-token',
    service,
    behaviour: 'a transaction repeated with its ClientRequestToken',
    documented: 'is not applied again within ten minutes',
    source: TRANSACT,
    expected: { n: 1 },
    reliedOn: 'no',
    difference: {
      program: 'every write that a retry can repeat is conditional itself',
      test: 'tests/services/charges.test.ts',
    },
    see: async (lab) => {
      const items = [add(await table(lab), 'token', 1)];
      const token = lab.name('token');
      await transact(lab, items, token);
      await transact(lab, items, token);
      return { n: await numberIn(lab, 'token') };
    },
  },
  {
    id: 'ddb-transact-same-item',
    service,
    behaviour: 'a transaction with two writes of one item',
    documented: 'ValidationException',
    source: TRANSACT,
    expected: 'ValidationException',
    reliedOn: 'no',
    see: async (lab) => {
      const TableName = await table(lab);
      return errorOf(transact(lab, [add(TableName, 'same', 1), add(TableName, 'same', 1)]));
    },
  },
  {
    id: 'ddb-transact-concurrent',
    service,
    behaviour: '20 transactions at once that add to one item, conflicts tried again',
    documented: 'isolated from one another: none is lost',
    source: 'amazondynamodb/latest/developerguide/transaction-apis.html',
    expected: { n: 20 },
    reliedOn: 'yes',
    see: async (lab) => {
      const TableName = await table(lab);
      const items = (at: number) => [add(TableName, 'sum', 1), put(TableName, `part-${at}`)];
      await Promise.all(Array.from({ length: 20 }, (_, at) => written(lab, items(at))));
      return { n: await numberIn(lab, 'sum') };
    },
  },
  {
    id: 'ddb-transact-contended',
    service,
    behaviour: '12 transactions at once that each take one of 5, on condition that there is one',
    documented: 'five are written, the others refused',
    source: 'amazondynamodb/latest/developerguide/transaction-apis.html',
    expected: { written: 5, left: 0, parts: 5 },
    reliedOn: 'yes',
    see: async (lab) => {
      const TableName = await table(lab);
      await transact(lab, [add(TableName, 'stock', 5)]);
      const take = (at: number) =>
        written(lab, [put(TableName, `taken-${at}`), add(TableName, 'stock', -1, 1)]);
      const done = await Promise.all(Array.from({ length: 12 }, (_, at) => take(at)));
      const parts = await Promise.all(done.map((_, at) => readItem(lab, `taken-${at}`)));
      return {
        written: done.filter(Boolean).length,
        left: await numberIn(lab, 'stock'),
        parts: parts.filter(Boolean).length,
      };
    },
  },
];
