import { describe, expect, it } from 'vitest';
import type { Order } from '../../client/shop.ts';
import { orderKey } from '../../functions/orders/order-item.ts';
import { retry } from '../../ops/shop-driver/retry.ts';
import { ShopDriver } from '../../ops/shop-driver/shop-driver.ts';
import { until } from '../support/engine.ts';
import { soundBalances } from '../support/ledger.ts';
import { scanService, shopOutputs, tableOf } from '../support/outputs.ts';

const shop = new ShopDriver(shopOutputs().api);
const GRINDER = 'hand-grinder';
const PRICE = 8_900;

describe('40 orders at once by 5 customers on stock for 20 of them', () => {
  it('sell exactly what fits, cancel the rest with a reason, and keep every cent', async () => {
    const quantity = 2;
    const fits = 20;
    const available = quantity * fits;
    const { reserved } = await shop.stock(GRINDER);
    const staff = await shop.staff(shopOutputs().staff);
    await staff.call(`PUT /inventory/${GRINDER}`, { body: { onHand: reserved + available } });
    const customers = await Promise.all(Array.from({ length: 5 }, () => shop.customer(8 * quantity * PRICE)));

    const placed = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const customer = customers[index % customers.length]!;
        const { status, body } = await retry(() =>
          customer.order([{ sku: GRINDER, quantity }], `order-${index}`),
        );
        expect(status).toBe(201);
        return { customer, id: body.id };
      }),
    );
    // One read of the table for all, instead of 40 clients asking: the machine has other work to do.
    const rows = await until(
      async () => {
        const orders = await tableOf('orders').getMany<Order>(placed.map(({ id }) => orderKey(id)));
        return orders.some((order) => order.status === 'PENDING') ? undefined : orders;
      },
      { what: 'all orders to be settled' },
    );
    const settled = placed.map(({ customer, id }) => {
      const order = rows.find((row) => row.id === id)!;
      return { customer, order };
    });

    const confirmed = settled.filter(({ order }) => order.status === 'CONFIRMED');
    const cancelled = settled.filter(({ order }) => order.status === 'CANCELLED');
    expect(confirmed).toHaveLength(fits);
    expect(cancelled).toHaveLength(40 - fits);
    for (const { order } of cancelled) expect(order.reason?.code).toBe('OutOfStock');

    expect(await shop.stock(GRINDER)).toMatchObject({ available: available - fits * quantity });
    const balances = soundBalances(await scanService('payments'));
    for (const customer of customers) {
      const spent = confirmed.filter((one) => one.customer === customer).length * quantity * PRICE;
      expect(balances.get(customer.id)).toBe(8 * quantity * PRICE - spent);
    }
  });
});
