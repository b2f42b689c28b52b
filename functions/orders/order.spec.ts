import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../contracts/limits.ts';
import { ServiceError } from '../platform/service-error.ts';
import { mergeLines, type Order, type OrderLine, priceOrder, toOrderView } from './order.ts';

const eur = (amount: number) => ({ amount, currency: 'EUR' });

describe('mergeLines', () => {
  it('merges lines of one sku, in the order of first mention', () => {
    const lines = [
      { sku: 'b', quantity: 1 },
      { sku: 'a', quantity: 2 },
      { sku: 'b', quantity: 3 },
    ];

    expect(mergeLines(lines)).toEqual([
      { sku: 'b', quantity: 4, index: 0 },
      { sku: 'a', quantity: 2, index: 1 },
    ]);
  });

  it('keeps the units of every sku whatever the lines', () => {
    const line = fc.record({
      sku: fc.constantFrom('a', 'b', 'c'),
      quantity: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
        const units = (list: OrderLine[], sku: string) =>
          list.filter((one) => one.sku === sku).reduce((sum, one) => sum + one.quantity, 0);
        const merged = mergeLines(lines);
        for (const sku of ['a', 'b', 'c']) expect(units(merged, sku)).toBe(units(lines, sku));
        for (const { sku, index } of merged) expect(index).toBe(lines.findIndex((one) => one.sku === sku));
        expect(new Set(merged.map((one) => one.sku)).size).toBe(merged.length);
      }),
    );
  });

  it('refuses a merged line over the limit and points at its first mention', () => {
    const lines = [
      { sku: 'a', quantity: 1 },
      { sku: 'b', quantity: LIMITS.quantityPerLine },
      { sku: 'b', quantity: 1 },
    ];

    expect(() => mergeLines(lines)).toThrow(
      expect.objectContaining({
        code: 'invalid',
        violations: [expect.objectContaining({ pointer: '/items/1/quantity' })],
      }),
    );
  });
});

describe('priceOrder', () => {
  it('fixes prices from the product projection and sums them', () => {
    const priced = priceOrder(
      mergeLines([
        { sku: 'a', quantity: 3 },
        { sku: 'b', quantity: 1 },
      ]),
      [
        { sku: 'b', price: eur(50) },
        { sku: 'a', price: eur(7) },
      ],
    );

    expect(priced.total).toEqual(eur(71));
    expect(priced.items.map((item) => item.unitPrice.amount)).toEqual([7, 50]);
  });

  it.each([
    ['a product that is not sold', [{ sku: 'x', quantity: 1 }], [], /not sold/],
    [
      'a product that is no longer sold',
      [{ sku: 'a', quantity: 1 }],
      [{ sku: 'a', price: eur(1), retired: true }],
      /not sold/,
    ],
    [
      'a product of which only its end was heard',
      [{ sku: 'a', quantity: 1 }],
      [{ sku: 'a', retired: true }],
      /not sold/,
    ],
    [
      'two currencies',
      [
        { sku: 'a', quantity: 1 },
        { sku: 'b', quantity: 1 },
      ],
      [
        { sku: 'a', price: eur(1) },
        { sku: 'b', price: { amount: 1, currency: 'USD' } },
      ],
      /one currency/,
    ],
    [
      'a total over the limit',
      [{ sku: 'a', quantity: 2 }],
      [{ sku: 'a', price: eur(LIMITS.orderTotal / 2 + 1) }],
      /limit/,
    ],
  ])('refuses %s', (_, lines, products, message) => {
    const price = () => priceOrder(mergeLines(lines), products);

    expect(price).toThrow(ServiceError);
    expect(price).toThrow(message);
  });
});

describe('a pointer', () => {
  const of = (...skus: string[]) => skus.map((sku) => ({ sku, quantity: 1 }));
  const many = (...skus: string[]) => skus.map((sku) => ({ sku, quantity: LIMITS.quantityPerLine }));
  const known = [
    { sku: 'cup', price: eur(1) },
    { sku: 'old', price: eur(1), retired: true },
  ];

  it.each<[string, OrderLine[], string[]]>([
    ['an unknown product behind merged lines', of('cup', 'cup', 'no-such'), ['/items/2/sku']],
    ['a retired product behind merged lines', of('cup', 'cup', 'cup', 'old'), ['/items/3/sku']],
    ['two that are not sold, apart', of('no', 'cup', 'cup', 'old'), ['/items/0/sku', '/items/3/sku']],
    ['the first mention of two', of('cup', 'no', 'cup', 'no'), ['/items/1/sku']],
    ['too many of one', many('cup', 'x', 'x').slice(0, 3), ['/items/1/quantity']],
    ['too many of two', many('cup', 'x', 'y', 'x', 'y'), ['/items/1/quantity', '/items/2/quantity']],
  ])('names the line of the request: %s', (_, lines, pointers) => {
    const order = () => priceOrder(mergeLines(lines), known);

    expect(order).toThrow(
      expect.objectContaining({
        violations: pointers.map((pointer) => expect.objectContaining({ pointer })),
      }),
    );
  });
});

describe('a product that cannot be sold', () => {
  it.each([
    ['unknown', [], 'There is no product b'],
    ['retired', [{ sku: 'b', price: eur(1), retired: true }], 'The product b is no longer sold'],
  ])('%s: is pointed at', (_, known, detail) => {
    const lines = [
      { sku: 'a', quantity: 1 },
      { sku: 'b', quantity: 1 },
    ];
    const price = () => priceOrder(mergeLines(lines), [{ sku: 'a', price: eur(1) }, ...known]);

    expect(price).toThrow(
      expect.objectContaining({ code: 'refused', violations: [{ pointer: '/items/1/sku', detail }] }),
    );
  });
});

describe('toOrderView', () => {
  it("shows what the contract names and none of the table's own fields", () => {
    const row = {
      pk: 'ORDER#1',
      sk: 'ORDER',
      id: '1',
      customerId: 'c',
      status: 'PENDING',
      items: [],
      total: eur(1),
      createdAt: '2026-01-01T00:00:00.000Z',
      sequence: 1,
    } as Order;

    expect(Object.keys(toOrderView(row))).toEqual(['id', 'status', 'items', 'total', 'createdAt']);
    expect(toOrderView({ ...row, attention: true })).toHaveProperty('attention', true);
  });

  it('tells of a cancellation until it is done', () => {
    const cancellation = { by: 'customer' as const, at: '2026-01-01T00:00:00.000Z' };
    const order = { id: '1', status: 'PENDING', cancellation } as Order;

    expect(toOrderView(order)).toHaveProperty('cancelling', true);
    expect(toOrderView({ ...order, status: 'CANCELLED' })).not.toHaveProperty('cancelling');
  });
});
