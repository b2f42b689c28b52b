import { expect, it } from 'vitest';
import { customerAccount, type Entry } from '../../functions/payments/ledger.ts';
import { bookProblems } from './check.ts';
import { type BookTables, booksOf, type Item } from './read.ts';

const money = { amount: 30, currency: 'EUR' };

/** A transaction of the ledger as its rows are: a header and an entry for each side. */
function transaction(id: string, kind: Entry['kind'], amount: number, header: Item = {}): Item[] {
  const createdAt = '2026-01-01T00:00:00.000Z';
  const entry = (account: string, signed: number): Item => ({
    pk: `TX#${id}`,
    sk: `ENTRY#${account}`,
    transaction: id,
    kind,
    account,
    amount: signed,
    currency: 'EUR',
    createdAt,
  });
  const other = kind === 'deposit' ? 'cash' : 'sales';
  return [
    {
      pk: `TX#${id}`,
      sk: 'TX',
      id,
      kind,
      customerId: 'c',
      money: { amount: Math.abs(amount), currency: 'EUR' },
      createdAt,
      ...header,
    },
    entry(customerAccount('c'), amount),
    entry(other, -amount),
  ];
}

/** The books of one confirmed order of 3 units for 30, of 10 units and 100. */
const tables = (): Record<keyof BookTables, Item[]> => ({
  orders: [{ pk: 'ORDER#1', sk: 'ORDER', id: '1', customerId: 'c', status: 'CONFIRMED' }],
  inventory: [
    { pk: 'STOCK#cup', sk: 'STOCK', available: 7, reserved: 3 },
    {
      pk: 'ORDER#1',
      sk: 'RESERVATION',
      orderId: '1',
      status: 'COMMITTED',
      items: [{ sku: 'cup', quantity: 3 }],
    },
  ],
  payments: [
    { pk: 'ACCOUNT#c', sk: 'ACCOUNT', customerId: 'c', balance: 70, currency: 'EUR' },
    ...transaction('deposit:1', 'deposit', 100),
    ...transaction('charge:1', 'charge', -30, { status: 'CHARGED', orderId: '1', money }),
  ],
});

const find = (items: Item[], sk: string, pk: string) =>
  items.find((item) => item.sk === sk && item.pk === pk)!;

const check = (change: (books: ReturnType<typeof tables>) => void) => {
  const changed = tables();
  change(changed);
  return bookProblems(booksOf(changed), { onHand: new Map([['cup', 10]]), deposits: new Map([['c', 100]]) });
};

it('finds nothing in books that are right', () => {
  expect(check(() => {})).toEqual([]);
});

it.each<[string, (books: ReturnType<typeof tables>) => void, RegExp]>([
  [
    'a unit is lost',
    ({ inventory }) => (find(inventory, 'STOCK', 'STOCK#cup').available = 6),
    /6 available and 3 reserved of 10/,
  ],
  [
    'stock is held for nobody',
    ({ inventory }) => (find(inventory, 'RESERVATION', 'ORDER#1').status = 'RELEASED'),
    /3 reserved, reservations hold 0/,
  ],
  [
    'a balance is not what its entries are',
    ({ payments }) => (find(payments, 'ACCOUNT', 'ACCOUNT#c').balance = 71),
    /71/,
  ],
  ['an entry is missing', ({ payments }) => payments.pop(), /charge:1/],
  [
    'a cancelled order keeps what it took',
    ({ orders }) => (orders[0]!.status = 'CANCELLED'),
    /CANCELLED, its reservation COMMITTED, its charge CHARGED/,
  ],
  ['an order is stuck', ({ orders }) => (orders[0]!.status = 'PENDING'), /order 1 is PENDING/],
  ['a reservation has no order', ({ orders }) => orders.pop(), /a reservation of 1, but no order/],
  [
    'a deposit is lost',
    ({ payments }) => {
      payments.splice(1, 3);
      find(payments, 'ACCOUNT', 'ACCOUNT#c').balance = -30;
    },
    /paid in 100/,
  ],
])('finds that %s', (_, change, problem) => {
  expect(check(change).join('\n')).toMatch(problem);
});

it('leaves an order alone that waits for people', () => {
  const parked = check(({ orders }) => Object.assign(orders[0]!, { status: 'PENDING', attention: true }));
  expect(parked).toEqual([]);
});
