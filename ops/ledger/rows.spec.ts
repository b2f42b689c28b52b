import { describe, expect, it } from 'vitest';
import { shopViolations } from '../../packages/ledger-invariants/index.ts';
import { bookedItems } from './booked-items.ts';
import { chargeStatuses, ledgerRows, type ShopItems, shopRows } from './rows.ts';

const items = (): ShopItems => ({
  orders: [
    { pk: 'ORDER#o', sk: 'ORDER', id: 'o', customerId: 'c', status: 'CONFIRMED' },
    { pk: 'ORDER#t', sk: 'ORDER', id: 't', customerId: 'c', status: 'CANCELLED', reason: {} },
    { pk: 'ORDER#o', sk: 'EVENT#1', event: {} },
  ],
  inventory: [
    { pk: 'STOCK#cup', sk: 'STOCK', sku: 'cup', available: 7, reserved: 3 },
    { pk: 'STOCK#cup', sk: 'DEMAND', ordered: 3 },
    {
      pk: 'ORDER#o',
      sk: 'RESERVATION',
      orderId: 'o',
      status: 'HELD',
      items: [{ sku: 'cup', quantity: 3 }],
    },
  ],
  payments: [
    { pk: 'ACCOUNT#c', sk: 'ACCOUNT', customerId: 'c', balance: 300, currency: 'EUR' },
    ...bookedItems('deposit', 500),
    ...bookedItems('charge', 200, { status: 'CHARGED' }),
    { pk: 'TX#charge:t', sk: 'TX', status: 'VOIDED' },
  ],
});

describe('the rows of the tables', () => {
  it('keep the invariants as the services write them', () => {
    const baseline = { onHand: new Map([['cup', 10]]), funds: new Map([['c', 500]]) };
    expect(shopViolations(shopRows(items()), baseline)).toEqual([]);
  });

  it('are told from what else stands in the tables', () => {
    const { orders, stock, reservations, accounts, transactions, entries } = shopRows(items());
    const sizes = [orders, stock, reservations, accounts, transactions, entries].map(({ length }) => length);
    expect(sizes).toEqual([2, 1, 1, 1, 3, 4]);
  });

  it("have the customer of a customer's entry, and none of the shop's own", () => {
    const sides = ledgerRows(bookedItems('charge', 200)).entries;
    expect(sides).toEqual([
      { transaction: 'charge:o', customerId: 'c', amount: -200, currency: 'EUR' },
      { transaction: 'charge:o', amount: 200, currency: 'EUR' },
    ]);
  });

  it('have the order of a charge by its key, which is all that a tombstone has', () => {
    expect(chargeStatuses(shopRows(items()))).toEqual(
      new Map([
        ['o', 'CHARGED'],
        ['t', 'VOIDED'],
      ]),
    );
  });
});
