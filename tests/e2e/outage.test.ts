import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Order } from '../../client/shop.ts';
import { ShopDriver } from '../../ops/shop-driver/shop-driver.ts';
import type { ShopUser } from '../../ops/shop-driver/shop-user.ts';
import { until } from '../support/engine.ts';
import { statesOf } from '../support/executions.ts';
import { soundBalances } from '../support/ledger.ts';
import { Outage } from '../support/outage.ts';
import { scanService, shopOutputs } from '../support/outputs.ts';

const outputs = shopOutputs();
const shop = new ShopDriver(outputs.api);
const outage = new Outage();
const CUP = 'espresso-cup';
const PRICE = 1_250;

/** What each service is asked to read and to write; nothing that has an event. */
const QUESTIONS: Record<string, ((customer: ShopUser) => Promise<{ status: number }>)[]> = {
  gateway: [() => shop.call('GET /health'), () => fetch(`${outputs.api}/docs`)],
  users: [
    (customer) => customer.call(`GET /users/${customer.id}`),
    (customer) => customer.call(`GET /users/${customer.id}/preferences`),
    () => shop.call('POST /auth/token', { body: outputs.staff }),
    () => shop.call('GET /.well-known/jwks.json'),
  ],
  inventory: [
    () => shop.call('GET /products'),
    () => shop.call(`GET /products/${CUP}`),
    () => shop.call(`GET /inventory/${CUP}`),
    () => staff.call(`GET /inventory/${CUP}/demand`),
  ],
  payments: [
    (customer) => customer.call('GET /payments/account'),
    (customer) => customer.call('GET /payments/entries'),
    (customer) => customer.deposit(1),
  ],
  orders: [
    (customer) => customer.call('GET /orders'),
    (customer) => customer.call(`GET /orders/${placed.id}`),
    (customer) => customer.call(`POST /orders/${placed.id}/cancel`),
  ],
};

/** With inventory away it is tested below; consumers that are away would have its events tried again for minutes. */
const ORDERED_DURING = ['users', 'payments'];

let customer: ShopUser;
let staff: ShopUser;
/** An order that was cancelled: to ask for that again is fine, and changes nothing. */
let placed: Order;
beforeAll(async () => {
  [customer, staff] = await Promise.all([shop.customer(20 * PRICE), shop.staff(outputs.staff)]);
  const { body } = await customer.order([{ sku: CUP, quantity: 1_000 }]);
  placed = await customer.settled(body.id);
});
afterEach(() => outage.end());

const holds = async () => {
  const rows = await scanService('inventory');
  return rows.find((item) => item.pk === `STOCK#${CUP}` && item.sk === 'STOCK');
};
const balance = async () => soundBalances(await scanService('payments')).get(customer.id);

describe('with all functions of one service away', () => {
  it.each(['users', 'inventory', 'payments', 'orders', 'notifications'])(
    '%s: the others answer',
    async (service) => {
      const functions = await outage.functionsOf(service);
      expect(functions.length).toBeGreaterThan(0);
      await outage.begin(...functions);

      expect(await outage.has(functions[0]!)).toBe(true);
      const others = Object.entries(QUESTIONS).filter(([name]) => name !== service);
      for (const [name, asked] of others) {
        const answers = await Promise.all(asked.map((ask) => ask(customer)));
        expect({ name, failed: answers.filter(({ status }) => status >= 300) }).toEqual({ name, failed: [] });
      }
      if (!ORDERED_DURING.includes(service)) return;
      const order = await customer.order([{ sku: CUP, quantity: 1 }]);
      expect(order.status).toBe(201);
      await outage.end();
      await customer.settled(order.body.id);
    },
  );
});

describe('an order that is placed while inventory is down', () => {
  it('waits, and is confirmed when inventory is back', async () => {
    const [before, had] = [await holds(), await balance()];
    await outage.begin(...(await outage.functionsOf('inventory')));
    const { status, body } = await customer.order([{ sku: CUP, quantity: 2 }]);

    expect(status).toBe(201);
    await until(() => statesOf(outputs.saga, body.id), { what: 'the saga to have begun' });
    expect((await customer.call<Order>(`GET /orders/${body.id}`)).body.status).toBe('PENDING');
    expect(await holds()).toEqual(before);
    await outage.end();

    expect((await customer.settled(body.id)).status).toBe('CONFIRMED');
    expect(await holds()).toMatchObject({ available: Number(before!.available) - 2 });
    expect(await balance()).toBe(had! - 2 * PRICE);
  });

  it('is given up after a while, and cancelled when inventory is back', async () => {
    const [before, had] = [await holds(), await balance()];
    await outage.begin(...(await outage.functionsOf('inventory')));
    const { body } = await customer.order([{ sku: CUP, quantity: 2 }]);

    await until(async () => (await statesOf(outputs.saga, body.id))?.includes('ReleaseInventory'), {
      what: 'the saga to turn around',
    });
    expect((await customer.call<Order>(`GET /orders/${body.id}`)).body.status).toBe('PENDING');
    await outage.end();

    expect(await customer.settled(body.id)).toMatchObject({
      status: 'CANCELLED',
      reason: { code: 'TechnicalFailure' },
    });
    expect(await holds()).toEqual(before);
    expect(await balance()).toBe(had);
  });
});
