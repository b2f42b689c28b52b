import { describe, expect, it } from 'vitest';
import type { Order } from '../../client/shop.ts';
import { ShopDriver } from '../../ops/shop-driver/shop-driver.ts';
import { shopOutputs } from '../support/outputs.ts';

const shop = new ShopDriver(shopOutputs().api);
const CUP = 'espresso-cup';

describe('an order', () => {
  it('is confirmed: the stock is held and the money taken', async () => {
    const customer = await shop.customer(10_000);
    const before = await shop.stock(CUP);

    const { status, body, headers } = await customer.order([{ sku: CUP, quantity: 2 }]);
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/orders/${body.id}`);
    expect(body).toEqual({
      id: expect.any(String),
      status: 'PENDING',
      items: [{ sku: CUP, quantity: 2, unitPrice: { amount: 1_250, currency: 'EUR' } }],
      total: { amount: 2_500, currency: 'EUR' },
      createdAt: expect.stringMatching(/Z$/),
    });

    expect((await customer.settled(body.id)).status).toBe('CONFIRMED');
    const listed = async (status: string) =>
      ((await customer.call(`GET /orders?status=${status}`)).body.items as Order[]).map(({ id }) => id);
    expect([await listed('CONFIRMED'), await listed('CANCELLED')]).toEqual([[body.id], []]);
    expect(await shop.stock(CUP)).toMatchObject({
      available: before.available - 2,
      reserved: before.reserved + 2,
    });
    expect(await customer.balance()).toBe(7_500);
  });

  it.each([
    ['that cannot be paid', [{ sku: CUP, quantity: 3 }], 'InsufficientFunds'],
    ['for more than there is', [{ sku: CUP, quantity: 999 }], 'OutOfStock'],
    [
      'of which one item is short',
      [
        { sku: CUP, quantity: 1 },
        { sku: 'espresso-machine', quantity: 100 },
      ],
      'OutOfStock',
    ],
  ])('%s is cancelled with its reason, and nothing is kept', async (_, items, code) => {
    const customer = await shop.customer(1_000);
    const before = await shop.stock(CUP);

    const { body } = await customer.order(items);
    const settled = await customer.settled(body.id);

    expect(settled).toMatchObject({ status: 'CANCELLED', reason: { code, message: expect.any(String) } });
    expect(await shop.stock(CUP)).toEqual(before);
    expect(await customer.balance()).toBe(1_000);
  });

  it('is one, however often its key comes', async () => {
    const customer = await shop.customer(10_000);
    const order = (quantity: number) => customer.order([{ sku: CUP, quantity }], 'the-key');
    const answers = await Promise.all([order(1), order(1), order(1)]);
    const first = answers.find(({ status }) => status === 201)!;

    for (const { status, body } of answers) {
      expect([201, 409]).toContain(status);
      if (status === 201) expect(body).toEqual(first.body);
    }
    expect((await order(2)).status).toBe(422);
    expect((await order(1)).body).toEqual(first.body);
    await customer.settled(first.body.id);
    expect(await customer.balance()).toBe(10_000 - 1_250);
    expect((await customer.call<{ items: Order[] }>('GET /orders')).body.items).toHaveLength(1);
  });

  it('is not there for anybody else', async () => {
    const [owner, stranger] = [await shop.customer(2_000), await shop.customer()];
    const { body } = await owner.order([{ sku: CUP, quantity: 1 }]);

    expect((await stranger.call(`GET /orders/${body.id}`)).status).toBe(404);
    expect((await stranger.call<{ items: Order[] }>('GET /orders')).body).toEqual({ items: [], next: null });
    expect((await shop.call(`GET /orders/${body.id}`)).status).toBe(401);
    await owner.settled(body.id);
  });

  it('is listed newest first, page by page', async () => {
    const customer = await shop.customer(10_000);
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1)
      ids.push((await customer.order([{ sku: CUP, quantity: 1 }])).body.id);

    const list = async (query: string) =>
      (await customer.call<{ items: Order[]; next: string | null }>(`GET /orders${query}`)).body;
    const first = await list('?limit=2');
    const second = await list(`?limit=2&cursor=${first.next}`);

    expect([...first.items, ...second.items].map((order) => order.id)).toEqual(ids.reverse());
    expect(second.next).toBeNull();
    await Promise.all(ids.map((id) => customer.settled(id)));
  });

  it.each([
    ['an unknown product', { items: [{ sku: 'none', quantity: 1 }] }, 422],
    ['no items', { items: [] }, 400],
    ['no quantity', { items: [{ sku: CUP }] }, 400],
    ['half a cup', { items: [{ sku: CUP, quantity: 0.5 }] }, 400],
    ['a price of its own', { items: [{ sku: CUP, quantity: 1, unitPrice: 1 }] }, 400],
    [
      'more lines than fit',
      { items: Array.from({ length: 51 }, (_, n) => ({ sku: `s${n}`, quantity: 1 })) },
      400,
    ],
    ['no JSON', '{"items"', 400],
  ])('with %s is refused before anything is written', async (_, body, status) => {
    const customer = await shop.customer();
    const answer = await customer.call('POST /orders', { body, key: 'k' });

    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect((await customer.call<{ items: Order[] }>('GET /orders')).body.items).toEqual([]);
  });
});
