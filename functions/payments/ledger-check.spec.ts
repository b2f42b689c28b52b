import { describe, expect, it } from 'vitest';
import { bookTransaction, type TransactionKind } from './ledger.ts';
import { checkLedger } from './ledger-check.ts';

type Item = Record<string, unknown>;

/** What stands in the table after a transaction. */
const booked = (kind: TransactionKind, amount: number, header: object = {}): Item[] =>
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
    { ...header },
  ).map((write) => ('put' in write ? write.put : {}));

const account = (balance: number): Item => ({
  pk: 'ACCOUNT#c',
  sk: 'ACCOUNT',
  customerId: 'c',
  balance,
  currency: 'EUR',
});
const tombstone: Item = { pk: 'TX#charge:t', sk: 'TX', status: 'VOIDED' };

const right = () => [
  ...booked('deposit', 500),
  ...booked('charge', 200, { status: 'REFUNDED' }),
  ...booked('refund', 200),
  account(500),
  tombstone,
];
const isHeader = (kind: string) => (item: Item) => item.pk === `TX#${kind}:o` && item.sk === 'TX';
const isEntry =
  (kind: string, of = 'customer:c') =>
  (item: Item) =>
    item.account === of && item.transaction === `${kind}:o`;

const without = (which: (item: Item) => boolean) => right().filter((item) => !which(item));
const changed = (which: (item: Item) => boolean, change: object) =>
  right().map((item) => (which(item) ? { ...item, ...change } : item));

describe('checkLedger', () => {
  it('finds nothing in books that are right', () => {
    expect(checkLedger(right())).toEqual({
      accounts: 1,
      transactions: 3,
      entries: 6,
      balances: new Map([['c', 500]]),
      problems: [],
    });
  });

  it.each([
    ['a lost header', without(isHeader('deposit')), 'transaction deposit:o has entries but no header'],
    [
      'a lost entry of the shop',
      without(isEntry('deposit', 'cash')),
      'transaction deposit:o sums to 500 EUR',
    ],
    [
      'a lost entry of the customer',
      without(isEntry('deposit')),
      'account c holds 500, its entries sum to 0',
    ],
    [
      'a header without entries',
      without((item) => item.transaction === 'charge:o'),
      'transaction charge:o has no entries',
    ],
    [
      'a balance that moved alone',
      changed((item) => item.sk === 'ACCOUNT', { balance: 501 }),
      'account c holds 501, its entries sum to 500',
    ],
    [
      'a balance below zero',
      [...booked('charge', 5, { status: 'CHARGED' }), account(-5)],
      'account c is below zero: -5',
    ],
    [
      'a lost account',
      without((item) => item.sk === 'ACCOUNT'),
      'there are entries of customer:c, but no account',
    ],
    [
      'an entry in another currency',
      changed(isEntry('deposit'), { currency: 'USD' }),
      'account c is in EUR but has an entry in USD',
    ],
    [
      'a transaction that says another amount than its entries',
      changed(isHeader('deposit'), { money: { amount: 400, currency: 'EUR' } }),
      'transaction deposit:o says 400, its entries move 500',
    ],
    [
      'a tombstone with entries',
      changed(isHeader('charge'), { status: 'VOIDED' }),
      'transaction charge:o was never booked but has entries',
    ],
    [
      'a refund that is only marked',
      [...booked('deposit', 500), ...booked('charge', 200, { status: 'REFUNDED' }), account(300)],
      'transaction charge:o is marked as refunded, but there is no refund',
    ],
    [
      'a refund of what is not marked',
      changed(isHeader('charge'), { status: 'CHARGED' }),
      'transaction refund:o pays back what is not marked so',
    ],
    [
      'a refund of another amount',
      [
        ...booked('deposit', 500),
        ...booked('charge', 200, { status: 'REFUNDED' }),
        ...booked('refund', 100),
        account(400),
      ],
      'transaction refund:o pays back 100 of 200',
    ],
  ])('names %s', (_, items, problem) => {
    expect(checkLedger(items).problems).toContain(problem);
  });
});
