import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Me, OrderOverview } from '../../../client/shop.ts';
import type { Answer } from '../../../ops/shop-driver/answer.ts';
import { ShopDriver } from '../../../ops/shop-driver/shop-driver.ts';
import type { ShopUser } from '../../../ops/shop-driver/shop-user.ts';
import { AT_LAST, IN_TIME } from '../../support/answer-times.ts';
import { areClosed } from '../../support/breakers.ts';
import { BrokenInstances } from '../../support/broken-instances.ts';
import { until } from '../../support/engine.ts';
import { Outage } from '../../support/outage.ts';
import { shopOutputs } from '../../support/outputs.ts';

const { api, staff: staffCredentials } = shopOutputs();
const shop = new ShopDriver(api);
const instances = new BrokenInstances();
const outage = new Outage();
const CUP = 'espresso-cup';

let ada: ShopUser;
let staff: ShopUser;
let orderId: string;

const me = () => ada.call<Me>('GET /me');
const overview = (id = orderId) => staff.call<OrderOverview>(`GET /orders/${id}/overview`);

/** The first whole answer: functions have started by then, and no breaker is open. */
const whole = <T extends { degraded: unknown[] }>(call: () => Promise<Answer<T>>) =>
  until(
    async () => {
      const answer = await call();
      return answer.status === 200 && answer.body.degraded.length === 0 ? answer : undefined;
    },
    { what: 'a whole answer' },
  );

async function timed<T>(call: () => Promise<Answer<T>>) {
  const began = performance.now();
  const answer = await call();
  return { ...answer, tookMs: performance.now() - began };
}

beforeAll(async () => {
  [ada, staff] = await Promise.all([shop.customer(20_000), shop.staff(staffCredentials)]);
  const { body } = await ada.order([{ sku: CUP, quantity: 2 }]);
  orderId = body.id;
  await ada.settled(orderId);
  await Promise.all([whole(me), whole(overview)]);
});
afterEach(async () => {
  await Promise.all([instances.mend(), outage.end()]);
  await Promise.all([whole(me), whole(overview)]);
});

describe('GET /me', () => {
  it('tells how things stand with the caller', async () => {
    const { body } = await whole(me);
    expect(body.profile).toMatchObject({ id: ada.id, name: 'Ada', roles: ['customer'] });
    expect(body.orders).toMatchObject([{ id: orderId, status: 'CONFIRMED' }]);
    expect(body.balance).toEqual({ amount: 17_500, currency: 'EUR' });
    expect(body.stock).toEqual([]);
  });

  it('does without payments when their instances hang, in time, and says so', async () => {
    await until(
      async () => {
        await me();
        return areClosed('payments');
      },
      { what: 'closed breakers' },
    );
    await instances.break('delay', 'payments-rpc-a', 'payments-rpc-b');
    const { status, body, tookMs } = await timed(me);

    expect(status).toBe(200);
    expect(body).toMatchObject({ profile: { id: ada.id }, orders: [{ id: orderId }], balance: null });
    expect(body.degraded).toEqual([{ part: 'balance', reason: 'late' }]);
    expect(tookMs).toBeLessThan(IN_TIME);
  });

  it('tells the stock of what the caller waits for', async () => {
    await outage.begin('payments-charge-payment');
    const { body: placed } = await ada.order([{ sku: CUP, quantity: 1 }]);
    // Inventory may have to start first, and until then the answer does without it.
    const body = await until(
      async () => {
        const answer = await me();
        return answer.body.stock && answer.body;
      },
      { what: 'the stock to be in time' },
    );

    expect(body.orders?.[0]).toMatchObject({ id: placed.id, status: 'PENDING' });
    expect(body.stock).toMatchObject([{ sku: CUP, available: expect.any(Number) }]);
    await outage.end();
    await ada.settled(placed.id);
  });

  it('does without orders when their instances fail, in time, and says so', async () => {
    await instances.break('throttle', 'orders-rpc-a', 'orders-rpc-b');
    const { status, body, tookMs } = await timed(me);

    expect(status).toBe(200);
    expect(body).toMatchObject({ profile: { id: ada.id }, orders: null, stock: null });
    expect(body.balance?.currency).toBe('EUR');
    expect(body.degraded).toEqual([
      { part: 'orders', reason: 'failed' },
      { part: 'stock', reason: 'failed' },
    ]);
    expect(tookMs).toBeLessThan(IN_TIME);
  });

  it.each(['throttle', 'delay'] as const)('is nothing without users (%s), in time', async (fault) => {
    await instances.break(fault, 'users-rpc-a', 'users-rpc-b');
    const { status, body, headers, tookMs } = await timed(me);

    expect(status).toBe(503);
    expect(body).toMatchObject({ title: 'Service Unavailable', status: 503 });
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(headers.get('retry-after')).toMatch(/^\d+$/);
    expect(tookMs).toBeLessThan(AT_LAST);
  });
});

describe('GET /orders/{id}/overview', () => {
  it('tells what every service knows of an order', async () => {
    expect((await overview()).body).toMatchObject({
      order: { id: orderId, customerId: ada.id, status: 'CONFIRMED' },
      payment: { status: 'CHARGED', amount: { amount: 2_500, currency: 'EUR' } },
      reservation: { status: 'COMMITTED', items: [{ sku: CUP, quantity: 2 }] },
      saga: [{ name: orderId, status: 'SUCCEEDED' }],
      degraded: [],
    });
  });

  it('does without payments, and says so', async () => {
    await instances.break('throttle', 'payments-rpc-a', 'payments-rpc-b');
    const { status, body } = await overview();
    expect(status).toBe(200);
    expect(body).toMatchObject({ order: { id: orderId }, payment: null });
    expect(body.degraded).toEqual([{ part: 'payment', reason: 'failed' }]);
  });
});
