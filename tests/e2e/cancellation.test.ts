import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../functions/contracts/limits.ts';
import type { Order } from '../../functions/orders/order.ts';
import { orderKey } from '../../functions/orders/order-item.ts';
import { OrderRepository } from '../../functions/orders/repository.ts';
import { itemKey } from '../../functions/platform/key.ts';
import { retry } from '../../ops/shop-driver/retry.ts';
import { ShopDriver } from '../../ops/shop-driver/shop-driver.ts';
import type { ShopUser } from '../../ops/shop-driver/shop-user.ts';
import { until } from '../support/engine.ts';
import { executionsOf, statesOf } from '../support/executions.ts';
import { soundBalances } from '../support/ledger.ts';
import { scanService, shopOutputs, tableOf } from '../support/outputs.ts';

const outputs = shopOutputs();
const shop = new ShopDriver(outputs.api);
const CUP = 'espresso-cup';
const PRICE = 1_250;
/** How many are cancelled at once. */
const ORDERS = 8;
const UNDO_CHAIN = ['RefundPayment', 'ReleaseInventory', 'CancelOrder'];
const balanceOf = async ({ id }: ShopUser) => soundBalances(await scanService('payments')).get(id);

async function confirmed(customer: ShopUser): Promise<string> {
  const { body } = await customer.order([{ sku: CUP, quantity: 1 }]);
  expect((await customer.settled(body.id)).status).toBe('CONFIRMED');
  return body.id;
}

describe('a confirmed order', () => {
  let customer: ShopUser;
  beforeAll(async () => {
    customer = await shop.customer(10_000);
  });

  it('that is cancelled is pending until everything is given back, once, however often it is asked for', async () => {
    const before = await shop.stock(CUP);
    const id = await confirmed(customer);
    const answers = await Promise.all([customer.cancel(id), customer.cancel(id), customer.cancel(id)]);

    for (const { status, body } of answers) {
      expect(status).toBe(202);
      expect(['PENDING', 'CANCELLED']).toContain(body.status);
    }
    const settled = await customer.settled(id);
    expect(settled).toMatchObject({ status: 'CANCELLED', reason: { code: 'CustomerCancelled' } });
    expect(settled).not.toHaveProperty('cancelling');
    expect(await shop.stock(CUP)).toEqual(before);
    expect(await balanceOf(customer)).toBe(10_000);
    expect(await statesOf(outputs.undo, `${id}.cancel`)).toEqual(UNDO_CHAIN);
    expect(await customer.cancel(id)).toMatchObject({ status: 202, body: settled });
  });

  it('stays confirmed after the window', async () => {
    const id = await confirmed(customer);
    const before = await shop.stock(CUP);
    const confirmedAt = new Date(Date.now() - LIMITS.cancellationSeconds * 1000 - 1000).toISOString();
    await tableOf('orders').write([
      {
        update: itemKey(['ORDER', id], ['ORDER']),
        set: 'SET confirmedAt = :at',
        values: { ':at': confirmedAt },
      },
    ]);
    const answer = await customer.cancel(id);

    expect(answer.status).toBe(409);
    expect((await customer.call(`GET /orders/${id}`)).body.status).toBe('CONFIRMED');
    expect(await shop.stock(CUP)).toEqual(before);
    expect(await statesOf(outputs.undo, `${id}.cancel`)).toBeUndefined();
  });

  it('whose cancellation was written by a function that died right after is undone all the same', async () => {
    const id = await confirmed(customer);
    const orders = new OrderRepository(tableOf('orders'));
    const order = (await orders.get(id))!;
    await orders.beginCancellation(order, { by: 'customer', at: new Date().toISOString() });

    expect(await customer.settled(id)).toMatchObject({
      status: 'CANCELLED',
      reason: { code: 'CustomerCancelled' },
    });
    expect(await statesOf(outputs.undo, `${id}.cancel`)).toEqual(UNDO_CHAIN);
  });

  it('is not for strangers to cancel', async () => {
    const id = await confirmed(customer);
    const stranger = await shop.customer();

    expect((await stranger.cancel(id)).status).toBe(404);
    expect((await shop.call(`POST /orders/${id}/cancel`)).status).toBe(401);
    expect((await customer.call(`GET /orders/${id}`)).body.status).toBe('CONFIRMED');
  });
});

describe('orders that are cancelled while their saga runs, each at another moment', () => {
  it('end cancelled and are given back to the cent and the cup, whoever comes first', async () => {
    const customer = await shop.customer(40 * PRICE);
    const before = await shop.stock(CUP);
    const spread = 2_500;
    const ids: string[] = await Promise.all(
      Array.from({ length: ORDERS }, async (_, index) => {
        const { body } = await customer.order([{ sku: CUP, quantity: 1 }], randomUUID());
        await pause((spread * index) / ORDERS);
        // On a machine that is busy with all of them an answer can be 503: then a client asks again.
        expect((await retry(() => customer.cancel(body.id))).status).toBe(202);
        return body.id;
      }),
    );
    const orders = await until(
      async () => {
        const rows = await tableOf('orders').getMany<Order>(ids.map(orderKey));
        return rows.some(({ status }) => status === 'PENDING') ? undefined : rows;
      },
      { what: 'all orders to be cancelled' },
    );

    for (const order of orders)
      expect(order).toMatchObject({ status: 'CANCELLED', reason: { code: 'CustomerCancelled' } });
    expect(await shop.stock(CUP)).toEqual(before);
    expect(await balanceOf(customer)).toBe(40 * PRICE);
    // Those that were confirmed first, and no others, have an execution of their own which undid them.
    const first = orders.filter((order) => order.confirmedAt).map(({ id }) => `${id}.cancel`);
    const undone = (await executionsOf(outputs.undo)).filter((name) => ids.includes(name.split('.')[0]!));
    expect(undone.sort()).toEqual(first.sort());
  });
});
