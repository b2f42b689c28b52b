import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Shop as Client } from '../../client/shop.ts';
import { type Demand, demandKey } from '../../functions/inventory/demand-repository.ts';
import type { HeldReservation, Reservation } from '../../functions/inventory/reservation-repository.ts';
import { newId } from '../../functions/platform/id.ts';
import { itemKey, keyText } from '../../functions/platform/key.ts';
import { shardOf } from '../../functions/platform/shards.ts';
import { newEvent } from '../../functions/platform/test-event.ts';
import { answerOf } from '../../ops/shop-driver/answer.ts';
import { ShopDriver } from '../../ops/shop-driver/shop-driver.ts';
import { clientConfig, until } from '../support/engine.ts';
import { publishEvent } from '../support/events.ts';
import { scanService, shopOutputs, tableOf } from '../support/outputs.ts';
import { emptied } from '../support/queues.ts';

const outputs = shopOutputs();
const shop = new ShopDriver(outputs.api);
const CUP = 'espresso-cup';

describe('staff', () => {
  let client: Client;

  beforeAll(async () => {
    ({ client } = await shop.staff(outputs.staff));
  });

  it('sell a product, count it, change its price if nobody else has, retire it, and bring it back', async () => {
    const sku = `z-${newId()}`;
    const price = { amount: 990, currency: 'EUR' };
    const path = { sku };
    const put = async (name: string, headers = {}) =>
      answerOf(await client.putProduct({ path, body: { name, price }, headers }));
    const created = await put('Tamper');

    expect(created).toMatchObject({ status: 201, body: { sku, name: 'Tamper', price } });
    const version = { 'If-Match': created.headers.get('etag')! };
    expect((await put('Heavy tamper', version)).status).toBe(200);
    expect((await put('Light tamper', version)).status).toBe(412);
    for (const onHand of [3, 1]) {
      // One is less than two: an event tells that the stock is low.
      const { data: counted } = await client.putInventory({ path, body: { onHand, lowAt: 2 } });
      expect(counted).toEqual({ sku, available: onHand, reserved: 0 });
    }
    const retire = async () => (await client.retireProduct({ path })).response?.status;
    expect(await retire()).toBe(204);
    expect((await put('Heavy tamper')).body).toEqual({ sku, name: 'Heavy tamper', price });
    expect(await retire()).toBe(204);
    const { data: product } = await shop.client.getProduct({ path });
    expect(product).toEqual({ sku, name: 'Heavy tamper', price, retired: true });
    expect((await client.getDemand({ path })).data).toMatchObject({ ordered: 0 });
  });

  it('pay in for a customer; a customer cannot do what staff can', async () => {
    const customer = await shop.customer();
    const deposit = async (by: Client) =>
      answerOf(
        await by.postCustomerDeposit({
          path: { customerId: customer.id },
          headers: { 'Idempotency-Key': customer.id },
          body: { amount: { amount: 700, currency: 'EUR' } },
        }),
      );

    expect((await deposit(customer.client)).status).toBe(403);
    expect((await deposit(client)).status).toBe(201);
    expect(await customer.balance()).toBe(700);
    expect((await customer.client.listEntries()).data?.items).toMatchObject([
      { kind: 'deposit', amount: { amount: 700 } },
    ]);
    expect((await customer.client.getDemand({ path: { sku: CUP } })).response?.status).toBe(403);
  });
});

describe('the events of an order, each delivered three times', () => {
  it('are counted once in the demand', async () => {
    const sku = `demand-${newId()}`;
    const customer = { orderId: newId(), customerId: newId() };
    const items = [{ sku, quantity: 2, unitPrice: { amount: 990, currency: 'EUR' } }];
    const data = { ...customer, items, total: { amount: 1_980, currency: 'EUR' } };
    const reason = { code: 'CustomerCancelled', message: 'You have cancelled this order.' };
    const told = [
      newEvent('order.created', data.orderId, 1, data),
      newEvent('order.confirmed', data.orderId, 2, data),
      newEvent('order.cancelled', data.orderId, 3, { ...data, reason }),
    ];
    for (const event of told) await publishEvent(outputs.topics.orders, event, { times: 3 });

    const figures = () => tableOf('inventory').get<Demand>(demandKey(sku));
    await until(async () => (await figures())?.cancelled, { what: 'the last event to be counted' });
    await emptied('inventory-count-demand');
    expect(await figures()).toMatchObject({ ordered: 2, confirmed: 2, cancelled: 2 });
  });
});

describe('a reservation whose order does not come back', () => {
  const table = tableOf('inventory');
  const lambda = new LambdaClient(clientConfig());
  const keyOf = (orderId: string) => itemKey(['ORDER', orderId], ['RESERVATION']);
  const longAgo = '2026-01-01T00:00:00.000Z';

  /** A reservation that should have been settled long ago, as the table would hold it. */
  const forgotten = (orderId: string, items: HeldReservation['items']) => {
    const times = { heldAt: longAgo, dueAt: longAgo, asked: 0 };
    const reservation: HeldReservation = { orderId, status: 'HELD', items, ...times };
    return table.write([
      { put: { ...keyOf(orderId), ...reservation, held: keyText('HELD', shardOf(orderId)) } },
    ]);
  };
  const becomes = (orderId: string, status: Reservation['status']) =>
    until(async () => (await table.get<Reservation>(keyOf(orderId)))?.status === status, {
      what: `the reservation to be ${status}`,
    });
  const look = () => lambda.send(new InvokeCommand({ FunctionName: 'shop-test-shop-inventory-ask-overdue' }));

  it('is kept when the order was confirmed, and given back when there never was one', async () => {
    const customer = await shop.customer(10_000);
    const { body: order } = await customer.order([{ sku: CUP, quantity: 1 }]);
    await customer.settled(order.id);
    await becomes(order.id, 'COMMITTED');
    const before = await shop.stock(CUP);

    // As if order.confirmed had been lost.
    await forgotten(order.id, [{ sku: CUP, quantity: 1 }]);
    const nobodys = newId();
    await forgotten(nobodys, []);
    await look();

    await Promise.all([becomes(order.id, 'COMMITTED'), becomes(nobodys, 'RELEASED')]);
    expect(await shop.stock(CUP)).toEqual(before);
    expect((await scanService('inventory')).filter((item) => item.held)).toEqual([]);
  });
});
