import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DemandRepository } from '../../functions/inventory/demand-repository.ts';
import { ReservationRepository } from '../../functions/inventory/reservation-repository.ts';
import { Reservations } from '../../functions/inventory/reservations.ts';
import { unlessKnown } from '../../functions/platform/inbox.ts';
import { inventoryApi } from '../support/inventory-api.ts';
import type { ServiceCall } from '../support/service-api.ts';
import { serviceTable } from '../support/service-table.ts';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const cup = { name: 'Cup', price: eur(1_250) };
const price = eur(1);

describe('inventory, by its endpoints', () => {
  let store: Awaited<ReturnType<typeof serviceTable>>;
  let reservations: Reservations;
  let api: Awaited<ReturnType<typeof inventoryApi>>;
  let sku: string;

  beforeAll(async () => {
    store = await serviceTable({ Listed: { hashKey: 'listed', rangeKey: 'sku' } });
    reservations = new Reservations(new ReservationRepository(store.table));
    api = await inventoryApi(store.name);
  });
  afterAll(() => store.drop());
  beforeEach(() => {
    sku = `sku-${randomUUID()}`;
  });

  /** By staff, on the product of this test. */
  const call = (name: Parameters<typeof api.call>[0], more: ServiceCall = {}) => api.call(name, sku, more);
  const order = (quantity: number, of = sku) => ({
    orderId: randomUUID(),
    customerId: 'c',
    items: [{ sku: of, quantity, unitPrice: price }],
    total: price,
  });
  /** [type, sequence] of the product's events, in their order. */
  const events = async () =>
    ((await store.scan()) as { event?: { type: string; subject: string; sequence: number } }[])
      .flatMap(({ event }) => (event?.subject === sku ? [event] : []))
      .map(({ type, sequence }) => [type, sequence])
      .sort(([, a], [, b]) => Number(a) - Number(b));
  const listed = async () => {
    const skus: string[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string> = { limit: '3', ...(cursor !== null && { cursor }) };
      const { body } = await call('listProducts', { query, path: undefined });
      skus.push(...body.items.map((item: { sku: string }) => item.sku));
      cursor = body.next;
    } while (cursor !== null);
    return skus;
  };

  describe('a product', () => {
    it('is created with an empty stock, changed, retired and brought back, each with its event', async () => {
      const created = await call('putProduct', { body: cup });
      expect(created).toMatchObject({
        status: 201,
        body: { sku, ...cup },
        headers: { etag: '"1"', location: `/products/${sku}` },
      });
      expect((await call('getInventory')).body).toEqual({ sku, available: 0, reserved: 0 });

      const changed = await call('putProduct', { body: { ...cup, price: eur(999) } });
      expect(changed).toMatchObject({ status: 200, body: { price: eur(999) }, headers: { etag: '"2"' } });
      expect(await call('putProduct', { body: { ...cup, price: eur(999) } })).toMatchObject(changed);

      expect((await call('retireProduct')).status).toBe(204);
      expect((await call('retireProduct')).status).toBe(204);
      expect(await call('getProduct')).toMatchObject({ body: { retired: true }, headers: { etag: '"3"' } });
      expect(await listed()).not.toContain(sku);

      expect(await call('putProduct', { body: cup })).toMatchObject({
        status: 200,
        headers: { etag: '"4"' },
      });
      expect((await call('getProduct')).body).toEqual({ sku, ...cup });
      expect(await listed()).toContain(sku);
      expect(await events()).toEqual([
        ['product.created', 1],
        ['product.changed', 2],
        ['product.retired', 3],
        ['product.created', 4],
      ]);
    });

    it('is reserved no more when it is retired; what is held stays held, and can be given back', async () => {
      await call('putProduct', { body: cup });
      await call('putInventory', { body: { onHand: 10 } });
      const held = order(4);
      await reservations.reserve(held);
      await call('retireProduct');

      await expect(reservations.reserve(order(1))).rejects.toMatchObject({ name: 'UnknownProduct' });
      expect((await call('getInventory')).body).toMatchObject({ available: 6, reserved: 4 });
      await reservations.release(held);
      await call('putProduct', { body: cup });
      await reservations.reserve(order(10));
      expect((await call('getInventory')).body).toMatchObject({ available: 0, reserved: 10 });
    });

    it('is one, with one event for each change, when many write it at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 4 }, (_, index) =>
          call('putProduct', { body: { ...cup, name: `Cup ${index}` } }),
        ),
      );

      const done = answers.filter(({ status }) => status < 300);
      expect(done.filter(({ status }) => status === 201)).toHaveLength(1);
      expect((await events()).map(([, sequence]) => sequence)).toEqual(done.map((_, index) => index + 1));
      expect((await call('getProduct')).headers.etag).toBe(`"${done.length}"`);
    });

    it('is listed once, in the order of the skus, whatever the size of the pages', async () => {
      const skus = Array.from({ length: 7 }, (_, index) => `${sku}-${index}`);
      for (const each of skus) await call('putProduct', { path: { sku: each }, body: cup });

      expect((await listed()).filter((each) => each.startsWith(sku))).toEqual(skus);
    });
  });

  describe('the stock', () => {
    beforeEach(async () => {
      await call('putProduct', { body: cup });
      await call('putInventory', { body: { onHand: 10 } });
    });

    it('is what was counted, less what is promised', async () => {
      await reservations.reserve(order(4));
      expect(await call('putInventory', { body: { onHand: 100 } })).toMatchObject({
        status: 200,
        body: { sku, available: 96, reserved: 4 },
        headers: { etag: '"4"' },
      });
      expect((await call('putInventory', { body: { onHand: 4 } })).body).toEqual({
        sku,
        available: 0,
        reserved: 4,
      });

      const refused = await call('putInventory', { body: { onHand: 3 } });
      expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringContaining('4 units') } });
      expect((await call('getInventory')).body).toEqual({ sku, available: 0, reserved: 4 });
    });

    it('is the count and every order, when staff count while customers order', async () => {
      const reserve = async () => {
        // As the saga does: again while others are in the way.
        for (let tries = 0; tries < 20; tries += 1) {
          const one = order(1);
          if (
            await reservations.reserve(one).then(
              () => true,
              () => false,
            )
          )
            return 1;
        }
        return 0;
      };
      const [held] = await Promise.all([
        Promise.all(Array.from({ length: 8 }, reserve)).then((each) =>
          each.reduce<number>((a, b) => a + b, 0),
        ),
        ...[50, 50, 50].map((onHand) => call('putInventory', { body: { onHand } })),
      ]);
      await call('putInventory', { body: { onHand: 50 } });

      expect((await call('getInventory')).body).toEqual({ sku, available: 50 - held, reserved: held });
    });
  });

  describe('If-Match', () => {
    beforeEach(async () => {
      await call('putProduct', { body: cup });
    });

    it.each([
      ['the version that was read', '"1"', 200],
      ['any version', '*', 200],
      ['none', '', 200],
      ['a newer version', '"2"', 412],
      ['an older version', '"0"', 412],
      ['another word', '"one"', 412],
      ['no quotes', '1', 400],
      ['a weak tag', 'W/"1"', 412],
      ['several versions, with the one', '"0", "1"', 200],
      ['several versions, without it', '"2", "3"', 412],
    ])('with %s (%s) answers %i for a product and its stock', async (_, ifMatch, status) => {
      const before = await store.scan();
      const answers = [
        await call('putProduct', { body: { ...cup, name: 'Mug' }, ifMatch }),
        await call('putInventory', { body: { onHand: 7 }, ifMatch }),
      ];

      expect(answers.map((answer) => answer.status)).toEqual([status, status]);
      if (status !== 200) expect(await store.scan()).toEqual(before);
    });

    it.each([
      ['anything there', '*', 412],
      ['the version', '"1"', 412],
      ['the version, weak', '"0", W/"1"', 412],
      ['another version', '"2"', 200],
      ['no quotes', '1', 400],
    ])('changes nothing unless there is not %s (%s): %i', async (_, value, status) => {
      const before = await store.scan();
      const headers = { 'If-None-Match': value };
      const answers = [
        await call('putProduct', { body: { ...cup, name: 'Mug' }, headers }),
        await call('putInventory', { body: { onHand: 7 }, headers }),
      ];

      expect(answers.map((answer) => answer.status)).toEqual([status, status]);
      if (status === 200) return;
      expect((await call('retireProduct', { headers })).status).toBe(status);
      expect(await store.scan()).toEqual(before);
    });

    it('creates a product once for several who must be the first', async () => {
      const path = { sku: `first-${sku}` };
      const headers = { 'If-None-Match': '*' };
      const create = (name: string) => call('putProduct', { path, body: { ...cup, name }, headers });

      const answers = await Promise.all(['a', 'b', 'c'].map(create));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 412, 412]);
      await call('retireProduct', { path });
      expect((await create('d')).status).toBe(412);
    });

    it.each(['getProduct', 'getInventory'] as const)('%s answers by conditions', async (name) => {
      expect((await call(name, { headers: { 'If-None-Match': 'W/"1"' } })).status).toBe(304);
      expect((await call(name, { headers: { 'If-None-Match': '"2"' } })).status).toBe(200);
      expect((await call(name, { headers: { 'If-Match': '"2"' } })).status).toBe(412);
      expect((await call(name, { headers: { 'If-Match': '*' } })).status).toBe(200);
      expect((await call(name, { path: { sku: 'none' }, headers: { 'If-Match': '*' } })).status).toBe(404);
      expect((await call(name, { headers: { 'If-None-Match': 'x' } })).status).toBe(400);
    });

    it('retires only the version that was read', async () => {
      expect((await call('retireProduct', { ifMatch: '"2"' })).status).toBe(412);
      expect((await call('retireProduct', { ifMatch: '"1"' })).status).toBe(204);
      expect((await call('retireProduct', { ifMatch: '"1"' })).status).toBe(412);
    });

    it('creates nothing: there is no version to match', async () => {
      const path = { sku: `other-${sku}` };
      for (const ifMatch of ['"1"', '*'])
        expect((await call('putProduct', { path, body: cup, ifMatch })).status).toBe(412);
      expect((await call('getProduct', { path })).status).toBe(404);
    });

    it('lets one of two through who have read the same', async () => {
      const answers = await Promise.all(
        [7, 8].map((onHand) => call('putInventory', { body: { onHand }, ifMatch: '"1"' })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    });

    it('knows that a reservation changed the stock', async () => {
      const { headers } = await call('putInventory', { body: { onHand: 7 } });
      await reservations.reserve(order(1));

      expect((await call('putInventory', { body: { onHand: 9 }, ifMatch: headers.etag })).status).toBe(412);
    });
  });

  describe('demand', () => {
    it('counts each event once, also when it comes three times', async () => {
      await call('putProduct', { body: cup });
      const zero = { sku, ordered: 0, confirmed: 0, cancelled: 0 };
      expect((await call('getDemand')).body).toEqual(zero);
      const demand = new DemandRepository(store.table);
      const told = [
        ['ordered', 5],
        ['ordered', 7],
        ['confirmed', 5],
        ['cancelled', 7],
      ] as const;
      for (const [figure, quantity] of told) {
        const id = randomUUID();
        const deliver = () => unlessKnown(() => demand.count(figure, id, order(quantity).items));
        for (let times = 0; times < 3; times += 1) await deliver();
      }

      expect((await call('getDemand')).body).toEqual({ sku, ordered: 12, confirmed: 5, cancelled: 7 });
    });
  });

  it.each([
    ['putProduct', cup],
    ['retireProduct', undefined],
    ['putInventory', { onHand: 1 }],
    ['getDemand', undefined],
  ] as const)('%s is for staff alone', async (name, body) => {
    await call('putProduct', { body: { name: 'As it was', price: eur(1) } });
    const before = await store.scan();

    for (const role of ['customer', 'oncall'] as const)
      expect((await call(name, { body, token: api.tokens[role] })).status).toBe(403);
    expect((await call(name, { body, token: undefined })).status).toBe(401);
    expect(await store.scan()).toEqual(before);
  });

  it.each(['getProduct', 'retireProduct', 'getInventory', 'putInventory', 'getDemand'] as const)(
    '%s of an unknown product answers 404',
    async (name) => {
      const body = name === 'putInventory' ? { onHand: 1 } : undefined;
      expect((await call(name, { body })).status).toBe(404);
    },
  );
});
