import { bookTransaction, type TransactionKind } from '../../functions/payments/ledger.ts';
import type { Item } from './rows.ts';

/** For tests: the items that payments writes of a transaction of order o, booked as 2026 began. */
export const bookedItems = (kind: TransactionKind, amount: number, header: Item = {}): Item[] =>
  bookTransaction(
    {
      id: `${kind}:o`,
      kind,
      customerId: 'c',
      entryId: kind,
      ...(kind !== 'deposit' && { orderId: 'o' }),
      money: { amount, currency: 'EUR' },
      createdAt: '2026-01-01T00:00:00.000Z',
    },
    header,
  ).map((write) => ('put' in write ? write.put : {}));
