import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badBodies } from '../support/bad-bodies.ts';
import { inventoryApi } from '../support/inventory-api.ts';
import type { ServiceCall } from '../support/service-api.ts';
import { serviceTable } from '../support/service-table.ts';

const cup = { name: 'Cup', price: { amount: 1_250, currency: 'EUR' } };

describe('inventory, with bad input', () => {
  let store: Awaited<ReturnType<typeof serviceTable>>;
  let api: Awaited<ReturnType<typeof inventoryApi>>;
  /** What stands in the table: one product. */
  let before: Record<string, unknown>[];

  beforeAll(async () => {
    store = await serviceTable({ Listed: { hashKey: 'listed', rangeKey: 'sku' } });
    api = await inventoryApi(store.name);
    await call('putProduct', { body: cup });
    before = await store.scan();
  });
  afterAll(() => store.drop());

  /** By staff, on the one product. */
  const call = (name: Parameters<typeof api.call>[0], more: ServiceCall = {}) => api.call(name, 'cup', more);

  const BAD_SKUS = ['', 'x'.repeat(65), 'a b', 'a/b', 'ä', '😀', 'a\u0000', '../x', 'a#b'];
  it.each(BAD_SKUS)('the sku %j is refused everywhere', async (bad) => {
    const more = { path: { sku: bad } };
    const answers = [
      await call('putProduct', { ...more, body: cup }),
      await call('putInventory', { ...more, body: { onHand: 1 } }),
      ...(await Promise.all(
        (['getProduct', 'retireProduct', 'getInventory', 'getDemand'] as const).map((name) =>
          call(name, more),
        ),
      )),
    ];

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400]));
    expect(await store.scan()).toEqual(before);
  });

  const priced = (change: object) => ({ body: { ...cup, price: { ...cup.price, ...change } } });
  const badProducts: [string, ServiceCall, number][] = [
    ...badBodies(cup),
    ['no name', { body: { price: cup.price } }, 400],
    ['a blank name', { body: { ...cup, name: ' \u3000 ' } }, 400],
    ['a name that is too long', { body: { ...cup, name: 'x'.repeat(101) } }, 400],
    ['a name of two lines', { body: { ...cup, name: 'Cup\nmug' } }, 400],
    ['a name that rings', { body: { ...cup, name: 'Cup\u0007' } }, 400],
    ['half a character', { body: '{"name":"Cup \\ud83d","price":{"amount":1,"currency":"EUR"}}' }, 400],
    ['a number for a name', { body: { ...cup, name: 5 } }, 400],
    ['no price', { body: { name: 'Cup' } }, 400],
    ['a price of nothing', priced({ amount: 0 }), 400],
    ['a price below nothing', priced({ amount: -1 }), 400],
    ['a price with a fraction', priced({ amount: 12.5 }), 400],
    ['a price as text', priced({ amount: '1250' }), 400],
    ['a price beyond the limit', priced({ amount: 1_000_000_001 }), 400],
    ['a price beyond numbers', { body: '{"name":"Cup","price":{"amount":1e999,"currency":"EUR"}}' }, 400],
    ['no currency', priced({ currency: undefined }), 400],
    ['another currency', priced({ currency: 'USD' }), 422],
    ['a sku of its own', { body: { ...cup, sku: 'other' } }, 400],
  ];
  it.each(badProducts)('a product with %s is refused, and nothing is written', async (_, more, status) => {
    expect((await call('putProduct', more)).status).toBe(status);
    expect(await store.scan()).toEqual(before);
  });

  const badCounts: [string, ServiceCall, number][] = [
    ...badBodies({ onHand: 1 }),
    ['nothing in it', { body: {} }, 400],
    ['less than nothing', { body: { onHand: -1 } }, 400],
    ['half a unit', { body: { onHand: 0.5 } }, 400],
    ['a number as text', { body: { onHand: '5' } }, 400],
    ['more than fits', { body: { onHand: 1_000_000_001 } }, 400],
    ['a number beyond numbers', { body: '{"onHand":1e999}' }, 400],
    ['a threshold below nothing', { body: { onHand: 1, lowAt: -1 } }, 400],
    ['a null threshold', { body: { onHand: 1, lowAt: null } }, 400],
    ['what is available', { body: { onHand: 1, available: 1 } }, 400],
  ];
  it.each(badCounts)('a count with %s is refused, and nothing is written', async (_, more, status) => {
    expect((await call('putInventory', more)).status).toBe(status);
    expect(await store.scan()).toEqual(before);
  });

  it('takes names in every script', async () => {
    const names = ['Espressotasse groß', 'エスプレッソカップ', 'كوب', '☕️ 👨‍👩‍👧', 'x'.repeat(100)];
    for (const name of names)
      expect((await call('putProduct', { path: { sku: 'other' }, body: { ...cup, name } })).body.name).toBe(
        name,
      );
  });
});
