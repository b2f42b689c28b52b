import { describe, expect, it, vi } from 'vitest';
import { bookedItems } from './booked-items.ts';
import { checkInvariants } from './invariants.ts';
import type { Item } from './rows.ts';

const NOW = Date.parse('2026-01-01T12:00:00Z');
const at = (hour: number) => `2026-01-01T${String(hour).padStart(2, '0')}:00:00.000Z`;

const order = (more: Item = {}): Item => ({
  pk: 'ORDER#o',
  sk: 'ORDER',
  id: 'o',
  customerId: 'c',
  status: 'CONFIRMED',
  createdAt: at(1),
  ...more,
});

const PAYMENTS: Item[] = [
  { pk: 'ACCOUNT#c', sk: 'ACCOUNT', customerId: 'c', balance: 300, currency: 'EUR' },
  ...bookedItems('deposit', 500),
  ...bookedItems('charge', 200, { status: 'CHARGED' }),
];
const INVENTORY: Item[] = [
  { pk: 'STOCK#cup', sk: 'STOCK', sku: 'cup', available: 7, reserved: 3 },
  { pk: 'ORDER#o', sk: 'RESERVATION', orderId: 'o', status: 'HELD', items: [{ sku: 'cup', quantity: 3 }] },
];

/** Tables that give one answer after the other, and the last one for ever. */
const table = (...reads: Item[][]) => {
  const scan = vi.fn<() => Promise<Item[]>>().mockResolvedValue(reads.at(-1)!);
  for (const items of reads.slice(0, -1)) scan.mockResolvedValueOnce(items);
  return { scan };
};
const check = (own: { orders?: Item[][]; inventory?: Item[][]; payments?: Item[][] } = {}) => {
  const tables = {
    orders: table(...(own.orders ?? [[order()]])),
    inventory: table(...(own.inventory ?? [INVENTORY])),
    payments: table(...(own.payments ?? [PAYMENTS])),
  };
  return { tables, done: checkInvariants(tables, () => NOW) };
};
const wrong = async (own: Parameters<typeof check>[0]) =>
  (await check(own).done).judged.filter(({ violations }) => violations.length > 0).map(({ name }) => name);

describe('checkInvariants', () => {
  it('reads each table once when all adds up, and tells the figures', async () => {
    const { tables, done } = check();
    const { judged, figures, notJudged } = await done;
    expect(judged.filter(({ violations }) => violations.length > 0)).toEqual([]);
    expect(figures).toEqual({
      orders: 1,
      products: 1,
      reservations: 1,
      accounts: 1,
      transactions: 2,
      entries: 4,
      units: { available: 7, reserved: 3 },
      money: [{ currency: 'EUR', paidIn: 500, charged: 200, balances: 300 }],
    });
    for (const { scan } of Object.values(tables)) expect(scan).toHaveBeenCalledTimes(1);
    // What would hold whatever stands in the tables is not said to hold.
    expect(notJudged.map(({ name }) => name)).toEqual(['stock-is-conserved']);
    expect(judged.map(({ name }) => name)).not.toContain('stock-is-conserved');
  });

  it.each([
    [
      'money that went nowhere',
      { payments: [[{ ...PAYMENTS[0], balance: 299 }, ...PAYMENTS.slice(1)]] },
      ['balance-is-the-sum-of-its-entries', 'money-is-conserved'],
    ],
    [
      'stock that is reserved for nobody',
      { inventory: [[{ ...INVENTORY[0], reserved: 4 }, INVENTORY[1]!]] },
      ['reserved-is-what-reservations-hold'],
    ],
    [
      'an order that is half done',
      { orders: [[order({ status: 'CANCELLED', reason: {} })]] },
      ['settled-order-is-whole'],
    ],
    [
      'a reservation and a charge of no order',
      { orders: [[]] },
      ['reservation-has-an-order', 'charge-has-an-order'],
    ],
    [
      'an order that nobody takes up',
      { orders: [[order({ status: 'PENDING' })]] },
      ['pending-order-is-parked'],
    ],
    [
      'nothing of an order that is on its way',
      { orders: [[order({ status: 'PENDING', createdAt: at(12) })]] },
      [],
    ],
    ['nothing of what was only under way', { orders: [[], [order()]] }, []],
  ])('finds %s', async (_, own, names) => {
    expect(await wrong(own)).toEqual(names);
  });
});
