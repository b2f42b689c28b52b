import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as contract from '../../functions/contracts/http/orders.ts';
import { LIMITS } from '../../functions/contracts/limits.ts';
import { itemKey } from '../../functions/platform/key.ts';
import { badBodies } from '../support/bad-bodies.ts';
import { type ServiceAnswer, type ServiceCall, serviceApi } from '../support/service-api.ts';
import { serviceTable } from '../support/service-table.ts';

type Endpoint = (call?: ServiceCall) => Promise<ServiceAnswer>;

const CUP = { sku: 'cup', quantity: 1 };
const good = { items: [CUP] };
const eur = (amount: number) => ({ amount, currency: 'EUR' });

describe('orders, by their endpoints', () => {
  let store: Awaited<ReturnType<typeof serviceTable>>;
  let api: Awaited<ReturnType<typeof serviceApi>>;
  const endpoints = {} as Record<'place' | 'get' | 'list' | 'cancel', Endpoint>;
  let token: string;
  let customerId: string;
  let staff: string;

  beforeAll(async () => {
    store = await serviceTable({
      ByCustomer: { hashKey: 'customerId', rangeKey: 'id' },
      ByCustomerStatus: { hashKey: 'customerStatus', rangeKey: 'id' },
    });
    // Nothing is started here: no state machine has these addresses, and the endpoints leave that to the events.
    const arn = (name: string) => `arn:aws:states:us-east-1:000000000000:stateMachine:${name}`;
    api = await serviceApi(store.name, { SAGA_ARN: arn('none'), UNDO_ARN: arn('none-either') });
    staff = await api.token('staff');
    const folder = '../../functions/orders/api';
    endpoints.place = api.of(contract.placeOrder, await import(`${folder}/place-order.ts`));
    endpoints.get = api.of(contract.getOrder, await import(`${folder}/get-order.ts`));
    endpoints.list = api.of(contract.listOrders, await import(`${folder}/list-orders.ts`));
    endpoints.cancel = api.of(contract.cancelOrder, await import(`${folder}/request-cancellation.ts`));
    const products = Array.from(
      { length: LIMITS.itemsPerOrder },
      (_, index) => [`s${index}`, eur(1)] as const,
    );
    const dear = ['dear', eur(LIMITS.orderTotal / 1_000)] as const;
    for (const [sku, price] of [['cup', eur(100)] as const, dear, ...products])
      await store.put({ pk: `PRODUCT#${sku}`, sk: 'PRODUCT', sku, price, sequence: 1 });
    await store.put({
      pk: 'PRODUCT#old',
      sk: 'PRODUCT',
      sku: 'old',
      price: eur(1),
      retired: true,
      sequence: 2,
    });
    await store.put({
      pk: 'PRODUCT#dollar',
      sk: 'PRODUCT',
      sku: 'dollar',
      price: { amount: 1, currency: 'USD' },
      sequence: 1,
    });
  });
  afterAll(() => store.drop());
  beforeEach(async () => {
    customerId = randomUUID();
    token = await api.token('customer', customerId);
  });

  const place = (items: object[] = [CUP], call: ServiceCall = {}) =>
    endpoints.place({ token, key: randomUUID(), body: { items }, ...call });
  const list = async (query: Record<string, string> = {}, as = token) =>
    (await endpoints.list({ token: as, query })).body as {
      items: { id: string; status: string }[];
      next: string | null;
    };
  const written = async () => (await store.scan()).filter((item) => item.customerId === customerId).length;
  /** Settles an order behind the endpoints' back. */
  const settle = async (id: string, status: string, confirmedAt: string) =>
    store.table.write([
      {
        update: itemKey(['ORDER', id], ['ORDER']),
        set: 'SET #status = :status, customerStatus = :key, confirmedAt = :at',
        names: { '#status': 'status' },
        values: { ':status': status, ':key': `${customerId}#${status}`, ':at': confirmedAt },
      },
    ]);
  const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

  describe('are placed', () => {
    it('with the prices of that moment, and lines of one sku merged', async () => {
      const { status, body } = await place([CUP, { sku: 's1', quantity: 2 }, { sku: 'cup', quantity: 4 }]);

      expect(status).toBe(201);
      expect(body).toMatchObject({
        items: [
          { sku: 'cup', quantity: 5, unitPrice: eur(100) },
          { sku: 's1', quantity: 2, unitPrice: eur(1) },
        ],
        total: eur(502),
      });
      await store.put({ pk: 'PRODUCT#s1', sk: 'PRODUCT', sku: 's1', price: eur(9), sequence: 2 });
      expect((await endpoints.get({ token, path: { id: body.id } })).body).toEqual(body);
      await store.put({ pk: 'PRODUCT#s1', sk: 'PRODUCT', sku: 's1', price: eur(1), sequence: 3 });
    });

    it.each([
      [
        'as many lines as are allowed',
        Array.from({ length: LIMITS.itemsPerOrder }, (_, n) => ({ sku: `s${n}`, quantity: 1 })),
      ],
      ['as many units as are allowed', [{ sku: 'cup', quantity: LIMITS.quantityPerLine }]],
      ['the highest total', [{ sku: 'dear', quantity: 1_000 }]],
    ])('with %s', async (_, items) => {
      expect((await place(items)).status).toBe(201);
    });

    it.each([
      ['an unknown product', [{ sku: 'none', quantity: 1 }], 422],
      ['a retired product', [CUP, { sku: 'old', quantity: 1 }], 422],
      ['two currencies', [CUP, { sku: 'dollar', quantity: 1 }], 422],
      ['a total over the limit', [{ sku: 'dear', quantity: 1_000 }, CUP], 422],
      ['a line too many', Array.from({ length: LIMITS.itemsPerOrder + 1 }, () => CUP), 400],
      ['a unit too many', [{ sku: 'cup', quantity: LIMITS.quantityPerLine + 1 }], 400],
      ['a unit too many in two lines', [{ sku: 'cup', quantity: LIMITS.quantityPerLine }, CUP], 400],
      ['no lines', [], 400],
      ['no quantity', [{ sku: 'cup' }], 400],
      ['none of it', [{ sku: 'cup', quantity: 0 }], 400],
      ['less than nothing', [{ sku: 'cup', quantity: -1 }], 400],
      ['half of it', [{ sku: 'cup', quantity: 0.5 }], 400],
      ['a number beyond all numbers', [{ sku: 'cup', quantity: 1e300 }], 400],
      ['a number as text', [{ sku: 'cup', quantity: '1' }], 400],
      ['true', [{ sku: 'cup', quantity: true }], 400],
      ['no sku', [{ quantity: 1 }], 400],
      ['an empty sku', [{ sku: '', quantity: 1 }], 400],
      ['a sku that is too long', [{ sku: 'x'.repeat(65), quantity: 1 }], 400],
      ['a sku in Cyrillic', [{ sku: 'ѕhоp', quantity: 1 }], 400],
      ['a sku with a null character', [{ sku: 'cup\u0000', quantity: 1 }], 400],
      ['a sku that is an object', [{ sku: { S: 'cup' }, quantity: 1 }], 400],
      ['a price of its own', [{ ...CUP, unitPrice: eur(1) }], 400],
    ])('not with %s', async (_, items, status) => {
      const answer = await place(items);

      expect(answer.status).toBe(status);
      expect(answer.body.detail.length).toBeGreaterThan(0);
      expect(await written()).toBe(0);
    });

    it.each(badBodies(good))('not with %s', async (_, call, status) => {
      expect((await endpoints.place({ token, key: 'k', ...call })).status).toBe(status);
      expect(await written()).toBe(0);
    });

    it.each([
      ['none', undefined],
      ['an empty one', ' '],
      ['one with a space', 'a b'],
      ['one that is too long', 'x'.repeat(256)],
      ['one that is not ASCII', 'schlüssel'],
    ])('not with a bad Idempotency-Key: %s', async (_, key) => {
      const answer = await endpoints.place({
        token,
        body: good,
        headers: key === undefined ? {} : { 'Idempotency-Key': key },
      });

      expect(answer.status).toBe(400);
      expect(await written()).toBe(0);
    });

    const product = (sku: string, more: object) =>
      store.put({ pk: `PRODUCT#${sku}`, sk: 'PRODUCT', sku, price: eur(100), sequence: 9, ...more });
    it.each<[string, (sku: string) => Promise<unknown>]>([
      ['nothing has changed', async () => {}],
      ['the product is retired', (sku) => product(sku, { retired: true })],
      ['the price is raised', (sku) => product(sku, { price: eur(900) })],
      ['the price is beyond what an order can be', (sku) => product(sku, { price: eur(LIMITS.orderTotal) })],
      ['the currency is another', (sku) => product(sku, { price: { amount: 1, currency: 'USD' } })],
      [
        'nobody knows the product any more',
        (sku) => store.table.write([{ delete: itemKey(['PRODUCT', sku], ['PRODUCT']) }]),
      ],
    ])('and answered as at first for the same key: %s', async (_, change) => {
      const sku = randomUUID();
      await product(sku, {});
      const items = [{ sku, quantity: 2 }];
      const first = await place(items, { key: 'k' });
      await change(sku);

      expect(await place(items, { key: 'k' })).toEqual(first);
      expect(await place([{ quantity: 2, sku }], { key: 'k' })).toEqual(first);
      expect((await place([{ sku, quantity: 3 }], { key: 'k' })).status).toBe(422);
      expect((await place([{ sku, quantity: -1 }], { key: 'k' })).status).toBe(422);
      expect((await list()).items).toHaveLength(1);
    });

    it('and answered as at first when limits are lower', async () => {
      const items = [
        { sku: 'cup', quantity: LIMITS.quantityPerLine },
        { sku: 's1', quantity: 1 },
      ];
      const first = await place(items, { key: 'k' });
      const { quantityPerLine } = LIMITS;
      try {
        Object.assign(LIMITS, { quantityPerLine: 10 });
        expect(await place(items, { key: 'k' })).toEqual(first);
        expect((await place([CUP, ...items.slice(0, 1)], { key: 'l' })).status).toBe(400);
      } finally {
        Object.assign(LIMITS, { quantityPerLine });
      }
    });

    it('after a rejection, under the same key: what is refused is not remembered', async () => {
      const sku = randomUUID();
      expect((await place([{ sku, quantity: 1 }], { key: 'k' })).status).toBe(422);
      await product(sku, {});
      expect((await place([{ sku, quantity: 1 }], { key: 'k' })).status).toBe(201);
    });

    it('once for a key of a customer, whoever else has the same one', async () => {
      const [first, again] = [await place([CUP], { key: 'k' }), await place([CUP], { key: 'k' })];
      const other = await place([CUP], { key: 'k', token: await api.token('customer', randomUUID()) });

      expect(again).toEqual(first);
      expect(other.body.id).not.toBe(first.body.id);
      expect((await place([{ sku: 'cup', quantity: 2 }], { key: 'k' })).status).toBe(422);
      expect((await list()).items).toHaveLength(1);
    });
  });

  describe('are listed', () => {
    async function history(): Promise<string[]> {
      const ids: string[] = [];
      for (let count = 0; count < 7; count += 1) ids.unshift((await place()).body.id);
      for (const id of ids.filter((_, index) => index % 3 === 0)) await settle(id, 'CONFIRMED', ago(0));
      return ids;
    }
    async function pages(query: Record<string, string>, as = token) {
      const found: { id: string }[][] = [];
      for (let next: string | null | undefined; next !== null; ) {
        const page: Awaited<ReturnType<typeof list>> = await list(
          { ...query, ...(next && { cursor: next }) },
          as,
        );
        found.push(page.items);
        next = page.next;
      }
      return { sizes: found.map((page) => page.length), ids: found.flat().map(({ id }) => id) };
    }

    it('newest first, in full pages, also by status', async () => {
      const ids = await history();
      const of = (confirmed: boolean) => ids.filter((_, index) => (index % 3 === 0) === confirmed);

      expect(await pages({ limit: '3' })).toEqual({ sizes: [3, 3, 1], ids });
      expect(await pages({ limit: '7' })).toEqual({ sizes: [7], ids });
      expect(await pages({ limit: '2', status: 'CONFIRMED' })).toEqual({ sizes: [2, 1], ids: of(true) });
      expect(await pages({ limit: '2', status: 'PENDING' })).toEqual({ sizes: [2, 2], ids: of(false) });
      expect(await pages({ status: 'CANCELLED' })).toEqual({ sizes: [0], ids: [] });
      expect(await pages({ limit: '3', customer: customerId }, staff)).toEqual({ sizes: [3, 3, 1], ids });
      expect(await pages({ customer: customerId })).toMatchObject({ ids });
    });

    it("never another customer's, also by another's cursor", async () => {
      await place();
      await place();
      const { next } = await list({ limit: '1' });
      const stranger = await api.token('customer', randomUUID());

      expect(await list({ cursor: next! }, stranger)).toEqual({ items: [], next: null });
      expect((await endpoints.list({ token: stranger, query: { customer: customerId } })).status).toBe(403);
      expect((await endpoints.list({ token: stranger, query: { customer: 'nobody' } })).status).toBe(403);
    });

    it.each([
      ['no limit at all', { limit: '0' }],
      ['a limit that is too high', { limit: '101' }],
      ['a limit that is no number', { limit: 'all' }],
      ['a status that there is none', { status: 'confirmed' }],
      ['an empty status', { status: '' }],
      ['a cursor that nobody gave out', { cursor: '%%%' }],
      ['an empty cursor', { cursor: '' }],
      ['a customer without a name', { customer: '' }],
      ['an unknown parameter', { page: '2' }],
    ])('not with %s', async (_, query) => {
      expect((await endpoints.list({ token: staff, query: query as Record<string, string> })).status).toBe(
        400,
      );
    });
  });

  describe('are cancelled', () => {
    it('while they are pending, and asking again says the same', async () => {
      const { body } = await place();
      const cancel = () => endpoints.cancel({ token, path: { id: body.id } });
      const first = await cancel();

      expect(first).toMatchObject({ status: 202, body: { ...body, cancelling: true } });
      expect(first.headers.location).toBe(`/orders/${body.id}`);
      expect(await cancel()).toEqual(first);
      expect((await endpoints.get({ token, path: { id: body.id } })).body).toEqual(first.body);
    });

    it.each([
      ['just confirmed', 0, 'customer', 202],
      ['at the end of the window', LIMITS.cancellationSeconds - 30, 'customer', 202],
      ['after the window', LIMITS.cancellationSeconds + 1, 'customer', 409],
      ['after the window, by staff', LIMITS.cancellationSeconds + 1, 'staff', 202],
    ])('%s', async (_, age, who, status) => {
      const { body } = await place();
      await settle(body.id, 'CONFIRMED', ago(age as number));
      const answer = await endpoints.cancel({
        token: who === 'staff' ? staff : token,
        path: { id: body.id },
      });

      expect(answer.status).toBe(status);
      const { body: after } = await endpoints.get({ token, path: { id: body.id } });
      expect(after.status).toBe(status === 202 ? 'PENDING' : 'CONFIRMED');
      expect((await list({ status: after.status })).items.map(({ id }) => id)).toContain(body.id);
    });
  });

  describe('are for those who may', () => {
    it('staff can read any, with the same words as their customer', async () => {
      const { body } = await place();

      expect((await endpoints.get({ token: staff, path: { id: body.id } })).body).toEqual(body);
    });

    it.each(['get', 'cancel'] as const)('%s: to others they do not exist', async (name) => {
      const { body } = await place();
      const stranger = await api.token('customer', randomUUID());
      const theirs = await endpoints[name]({ token: stranger, path: { id: body.id } });
      const nothing = await endpoints[name]({ token: stranger, path: { id: 'nothing' } });

      expect([theirs.status, theirs.body.detail]).toEqual([nothing.status, nothing.body.detail]);
      expect(theirs.status).toBe(404);
      expect((await endpoints.get({ token, path: { id: body.id } })).body).toEqual(body);
    });

    it.each([
      ['place', 'staff'],
      ['place', 'oncall'],
      ['get', 'oncall'],
      ['list', 'oncall'],
      ['cancel', 'oncall'],
    ] as const)('%s is not for %s', async (name, role) => {
      const call = { token: await api.token(role), key: 'k', body: good, path: { id: 'x' } };
      expect((await endpoints[name](call)).status).toBe(403);
    });

    it.each(['place', 'get', 'list', 'cancel'] as const)('%s is not for anybody unknown', async (name) => {
      const call = { key: 'k', body: good, path: { id: 'x' } };
      expect((await endpoints[name](call)).status).toBe(401);
      expect((await endpoints[name]({ ...call, token: `${token}x` })).status).toBe(401);
    });

    it.each(['get', 'cancel'] as const)('%s takes no id that is too long', async (name) => {
      expect((await endpoints[name]({ token, path: { id: 'x'.repeat(129) } })).status).toBe(400);
    });
  });
});
