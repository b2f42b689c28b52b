import { describe, expect, it } from 'vitest';
import { type Baseline, ledgerViolations, type ShopRows, shopViolations } from './index.ts';
import { LEDGER_INVARIANTS } from './ledger.ts';
import { ORDER_INVARIANTS } from './orders.ts';
import { STOCK_INVARIANTS } from './stock.ts';

type Rows = { -readonly [Table in keyof ShopRows]: ShopRows[Table][number][] };
type Money = ShopRows['transactions'][number];

const EUR = 'EUR';

/** A transaction with both its sides. */
function booked(kind: Money['kind'], orderId: string, amount: number, status?: Money['status']) {
  const id = `${kind}:${orderId}`;
  const signed = kind === 'charge' ? -amount : amount;
  return {
    transaction: { id, kind, customerId: 'ada', orderId, money: { amount, currency: EUR }, status },
    entries: [
      { transaction: id, customerId: 'ada', amount: signed, currency: EUR },
      { transaction: id, amount: -signed, currency: EUR },
    ],
  };
}

/** What an undo leaves that came before the charge. */
const tombstone = (orderId: string): Money => ({
  id: `charge:${orderId}`,
  kind: 'charge',
  orderId,
  status: 'VOIDED',
});

/**
 * What there is after a deposit of 500 and three orders of ada's: one for 3 cups and 30 that was confirmed, one for 2 cups
 * and 20 that was charged and undone, and one that was cancelled before it was charged.
 */
function rows(): Rows {
  const transactions = [
    booked('deposit', 'd', 500),
    booked('charge', 'kept', 30, 'CHARGED'),
    booked('charge', 'undone', 20, 'REFUNDED'),
    booked('refund', 'undone', 20),
  ];
  return {
    accounts: [{ customerId: 'ada', balance: 470, currency: EUR }],
    transactions: [...transactions.map(({ transaction }) => transaction), tombstone('early')],
    entries: transactions.flatMap(({ entries }) => entries),
    stock: [
      { sku: 'cup', available: 7, reserved: 3 },
      { sku: 'of others', available: -1, reserved: 1 },
    ],
    reservations: [
      { orderId: 'kept', status: 'COMMITTED', items: [{ sku: 'cup', quantity: 3 }] },
      { orderId: 'undone', status: 'RELEASED', items: [{ sku: 'cup', quantity: 2 }] },
    ],
    orders: [
      { id: 'kept', customerId: 'ada', status: 'CONFIRMED' },
      { id: 'undone', customerId: 'ada', status: 'CANCELLED', reason: {} },
      { id: 'early', customerId: 'ada', status: 'CANCELLED', reason: {}, cancellation: {} },
      { id: 'of others', customerId: 'ben', status: 'PENDING' },
    ],
  };
}

const baseline: Baseline = { onHand: new Map([['cup', 10]]), funds: new Map([['ada', 500]]) };

/** The row that has all of this. */
function row<T extends object>(table: T[], like: Partial<T>): T {
  const found = table.find((one) => Object.entries(like).every(([key, is]) => one[key as keyof T] === is));
  if (!found) throw new Error(`no row has ${JSON.stringify(like)}`);
  return found;
}

const without = <T extends object>(table: T[], like: Partial<T>) => {
  table.splice(table.indexOf(row(table, like)), 1);
};

/** The undos of the order that was confirmed, each by the book. */
function release({ stock, reservations }: Rows): void {
  Object.assign(row(stock, { sku: 'cup' }), { available: 10, reserved: 0 });
  row(reservations, { orderId: 'kept' }).status = 'RELEASED';
}
function refund({ accounts, transactions, entries }: Rows): void {
  const paidBack = booked('refund', 'kept', 30);
  transactions.push(paidBack.transaction);
  entries.push(...paidBack.entries);
  row(transactions, { id: 'charge:kept' }).status = 'REFUNDED';
  row(accounts, { customerId: 'ada' }).balance = 500;
}
function cancel({ orders }: Rows): void {
  Object.assign(row(orders, { id: 'kept' }), { status: 'CANCELLED', reason: {} });
}

type Case = [name: string, change: (rows: Rows) => unknown, ids: string[], detail: string];

const namesOf = (found: { invariant: string }[]) => found.map(({ invariant }) => invariant);

const LEDGER_CASES: Case[] = [
  [
    'entries-have-their-transaction',
    ({ transactions }) => without(transactions, { id: 'deposit:d' }),
    ['deposit:d'],
    'transaction deposit:d has entries but no header',
  ],
  [
    'transaction-has-entries',
    ({ transactions }) => transactions.push({ ...booked('deposit', 'lost', 10).transaction }),
    ['deposit:lost'],
    'transaction deposit:lost has no entries',
  ],
  [
    'voided-charge-moves-nothing',
    ({ entries }) => entries.push({ transaction: 'charge:early', amount: 0, currency: EUR }),
    ['charge:early'],
    'transaction charge:early was never booked but has entries',
  ],
  [
    'transaction-sums-to-zero',
    ({ entries }) => (row(entries, { transaction: 'deposit:d', customerId: undefined }).amount = -499),
    ['deposit:d'],
    'transaction deposit:d sums to 1 EUR',
  ],
  [
    'transaction-moves-what-it-says',
    ({ transactions }) => (row(transactions, { id: 'deposit:d' }).money = { amount: 400, currency: EUR }),
    ['deposit:d'],
    'transaction deposit:d says 400, its entries move 500',
  ],
  [
    'refund-matches-its-charge',
    ({ transactions }) => (row(transactions, { id: 'charge:kept' }).status = 'REFUNDED'),
    ['charge:kept'],
    'transaction charge:kept is marked as refunded, but there is no refund',
  ],
  [
    'refund-matches-its-charge',
    ({ transactions }) => (row(transactions, { id: 'charge:undone' }).status = 'CHARGED'),
    ['refund:undone'],
    'transaction refund:undone pays back what is not marked so',
  ],
  [
    'refund-matches-its-charge',
    ({ transactions, entries, accounts }) => {
      row(transactions, { id: 'refund:undone' }).money = { amount: 19, currency: EUR };
      row(entries, { transaction: 'refund:undone', customerId: 'ada' }).amount = 19;
      row(entries, { transaction: 'refund:undone', customerId: undefined }).amount = -19;
      row(accounts, { customerId: 'ada' }).balance = 469;
    },
    ['refund:undone'],
    'transaction refund:undone pays back 19 of 20',
  ],
  [
    'balance-is-the-sum-of-its-entries',
    ({ accounts }) => (row(accounts, { customerId: 'ada' }).balance = 471),
    ['ada'],
    'account ada holds 471, its entries sum to 470',
  ],
  [
    'balance-is-not-negative',
    ({ accounts, entries, transactions }) => {
      const { transaction, entries: sides } = booked('charge', 'more', 471, 'CHARGED');
      transactions.push(transaction);
      entries.push(...sides);
      row(accounts, { customerId: 'ada' }).balance = -1;
    },
    ['ada'],
    'account ada is below zero: -1',
  ],
  [
    'account-has-one-currency',
    ({ accounts }) => (row(accounts, { customerId: 'ada' }).currency = 'USD'),
    ['ada'],
    'account ada is in USD but has an entry in EUR',
  ],
  [
    'entries-have-their-account',
    ({ accounts }) => without(accounts, { customerId: 'ada' }),
    ['ada'],
    'there are entries of customer ada, but no account',
  ],
];

const SHOP_CASES: Case[] = [
  [
    'stock-is-conserved',
    ({ stock }) => (row(stock, { sku: 'cup' }).available = 6),
    ['cup'],
    'cup: 6 available and 3 reserved of 10',
  ],
  ['stock-is-conserved', ({ stock }) => without(stock, { sku: 'cup' }), ['cup'], 'cup: no stock of 10'],
  [
    'reserved-is-what-reservations-hold',
    ({ reservations }) => (row(reservations, { orderId: 'kept' }).items = [{ sku: 'cup', quantity: 2 }]),
    ['cup'],
    'cup: 3 reserved, reservations hold 2',
  ],
  [
    'available-is-not-negative',
    ({ stock, reservations }) => {
      Object.assign(row(stock, { sku: 'cup' }), { available: -1, reserved: 11 });
      row(reservations, { orderId: 'kept' }).items = [{ sku: 'cup', quantity: 11 }];
    },
    ['cup'],
    'cup: -1 available',
  ],
  [
    'money-is-conserved',
    ({ accounts, entries, transactions }) => {
      const { transaction, entries: sides } = booked('deposit', 'twice', 500);
      transactions.push(transaction);
      entries.push(...sides);
      row(accounts, { customerId: 'ada' }).balance = 970;
    },
    ['ada'],
    'ada had 500, was charged 30 and has 970',
  ],
  [
    'settled-order-is-whole',
    release,
    ['kept'],
    'order kept is CONFIRMED, its reservation RELEASED, its charge CHARGED',
  ],
  [
    'settled-order-is-whole',
    refund,
    ['kept'],
    'order kept is CONFIRMED, its reservation COMMITTED, its charge REFUNDED',
  ],
  [
    'settled-order-is-whole',
    (rows) => [release, cancel].map((undo) => undo(rows)),
    ['kept'],
    'order kept is CANCELLED, its reservation RELEASED, its charge CHARGED',
  ],
  [
    'settled-order-is-whole',
    (rows) => [refund, cancel].map((undo) => undo(rows)),
    ['kept'],
    'order kept is CANCELLED, its reservation COMMITTED, its charge REFUNDED',
  ],
  [
    'pending-order-is-parked',
    ({ orders }) => (row(orders, { id: 'kept' }).status = 'PENDING'),
    ['kept'],
    'order kept is PENDING without attention',
  ],
  [
    'settled-order-is-not-parked',
    ({ orders }) => (row(orders, { id: 'kept' }).attention = true),
    ['kept'],
    'order kept is CONFIRMED and waits for operators',
  ],
  [
    'cancelled-order-has-a-reason',
    ({ orders }) => delete row(orders, { id: 'undone' }).reason,
    ['undone'],
    'order undone is CANCELLED for no reason',
  ],
  [
    'cancellation-is-honoured',
    ({ orders }) => (row(orders, { id: 'kept' }).cancellation = {}),
    ['kept'],
    'order kept is CONFIRMED, and to be cancelled',
  ],
  [
    'reservation-has-an-order',
    ({ reservations }) =>
      reservations.push({ orderId: 'gone', status: 'RELEASED', items: [{ sku: 'cup', quantity: 1 }] }),
    ['gone'],
    'there is a reservation of gone, but no order',
  ],
  [
    'reservation-has-an-order',
    ({ reservations }) => reservations.push({ orderId: 'gone', status: 'VOIDED', items: [] }),
    ['gone'],
    'there is a reservation of gone, but no order',
  ],
  [
    'charge-has-an-order',
    ({ transactions }) => transactions.push(tombstone('gone')),
    ['gone'],
    'there is a charge of gone, but no order',
  ],
];

describe('the invariants of the ledger', () => {
  it('hold in rows that are right', () => expect(ledgerViolations(rows())).toEqual([]));

  it.each(LEDGER_CASES)('%s: what breaks it is found, and nothing else', (invariant, change, ids, detail) => {
    const changed = rows();
    change(changed);
    expect(ledgerViolations(changed)).toEqual([{ invariant, ids, detail }]);
  });
});

describe('the invariants of stock, money and orders', () => {
  it('hold in rows that are right', () => expect(shopViolations(rows(), baseline)).toEqual([]));

  it.each(SHOP_CASES)('%s: what breaks it is found, and nothing else', (invariant, change, ids, detail) => {
    const changed = rows();
    change(changed);
    expect(shopViolations(changed, baseline)).toEqual([{ invariant, ids, detail }]);
  });

  it.each<[string, (rows: Rows) => unknown]>([
    [
      'whose reservation is not committed yet',
      ({ reservations }) => (row(reservations, { orderId: 'kept' }).status = 'HELD'),
    ],
    ['that was undone', (rows) => [release, refund, cancel].map((undo) => undo(rows))],
  ])('hold for an order %s', (_, change) => {
    const changed = rows();
    change(changed);
    expect(shopViolations(changed, baseline)).toEqual([]);
  });

  it('let an order be PENDING that is parked', () => {
    const changed = rows();
    Object.assign(row(changed.orders, { id: 'kept' }), { status: 'PENDING', attention: true });
    expect(shopViolations(changed, baseline)).toEqual([]);
  });

  it('judge no reservation and no charge of an order that was there before', () => {
    const changed = rows();
    changed.reservations.push({ orderId: 'gone', status: 'VOIDED', items: [] });
    changed.transactions.push(tombstone('lost'));
    const earlier = new Set(['gone']);
    expect(namesOf(shopViolations(changed, { ...baseline, earlier }))).toEqual(['charge-has-an-order']);
    earlier.add('lost');
    expect(shopViolations(changed, { ...baseline, earlier })).toEqual([]);
  });

  it('judge no other products and customers than those of the baseline', () => {
    expect(
      namesOf(shopViolations(rows(), { onHand: new Map([['of others', 0]]), funds: new Map() })),
    ).toEqual(['reserved-is-what-reservations-hold', 'available-is-not-negative']);
    expect(namesOf(shopViolations(rows(), { onHand: new Map(), funds: new Map([['ben', 0]]) }))).toEqual([
      'pending-order-is-parked',
    ]);
  });
});

it('every invariant has a case that breaks it', () => {
  const all = [...LEDGER_INVARIANTS, ...STOCK_INVARIANTS, ...ORDER_INVARIANTS].map(({ name }) => name);
  expect(new Set([...LEDGER_CASES, ...SHOP_CASES].map(([name]) => name))).toEqual(new Set(all));
});
