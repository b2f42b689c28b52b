import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { beforeAll, describe, expect, it } from 'vitest';
import type { HeldReservation, Reservation } from '../../functions/inventory/repository.ts';
import { newId } from '../../functions/kit/id.ts';
import { Table } from '../../functions/kit/table.ts';
import { clientConfig, until } from '../support/engine.ts';
import { scanService, shopOutputs } from '../support/outputs.ts';
import { Shop } from '../support/shop.ts';

const outputs = shopOutputs();
const shop = new Shop(outputs.api);
const CUP = 'espresso-cup';

describe('staff', () => {
  let token: string;

  beforeAll(async () => {
    token = (await shop.staff(outputs.staff)).token;
  });

  it('sell a product, count it, change its price if nobody else has, and retire it', async () => {
    const sku = `z-${newId()}`;
    const price = { amount: 990, currency: 'EUR' };
    const put = (name: string, headers = {}) =>
      shop.call(`PUT /products/${sku}`, { token, body: { name, price }, headers });
    const created = await put('Tamper');

    expect(created).toMatchObject({ status: 201, body: { sku, name: 'Tamper', price } });
    const version = { 'if-match': created.headers.get('etag')! };
    expect((await put('Heavy tamper', version)).status).toBe(200);
    expect((await put('Light tamper', version)).status).toBe(412);
    expect((await shop.call(`PUT /inventory/${sku}`, { token, body: { onHand: 3 } })).body).toEqual({
      sku,
      available: 3,
      reserved: 0,
    });
    expect((await shop.call(`DELETE /products/${sku}`, { token })).status).toBe(204);
    expect((await shop.call(`GET /products/${sku}`)).body).toEqual({
      sku,
      name: 'Heavy tamper',
      price,
      retired: true,
    });
    expect((await shop.call(`GET /inventory/${sku}/demand`, { token })).body).toMatchObject({ ordered: 0 });
  });

  it('pay in for a customer; a customer cannot do what staff can', async () => {
    const customer = await shop.customer();
    const deposit = (as: string) =>
      shop.call(`POST /payments/accounts/${customer.id}/deposits`, {
        token: as,
        key: customer.id,
        body: { amount: { amount: 700, currency: 'EUR' } },
      });

    expect((await deposit(customer.token)).status).toBe(403);
    expect((await deposit(token)).status).toBe(201);
    expect(await customer.balance()).toBe(700);
    expect((await customer.call('GET /payments/entries')).body.items).toMatchObject([
      { kind: 'deposit', amount: { amount: 700 } },
    ]);
    expect((await customer.call(`GET /inventory/${CUP}/demand`)).status).toBe(403);
  });
});

describe('a reservation whose order does not come back', () => {
  const table = new Table(outputs.tables.inventory, new DynamoDBClient(clientConfig()));
  const lambda = new LambdaClient(clientConfig());
  const keyOf = (orderId: string) => ({ pk: `ORDER#${orderId}`, sk: 'RESERVATION' });
  const longAgo = '2026-01-01T00:00:00.000Z';

  /** A reservation that should have been settled long ago, as the table would hold it. */
  const forgotten = (orderId: string, items: HeldReservation['items']) => {
    const times = { held: 'HELD' as const, heldAt: longAgo, dueAt: longAgo, asked: 0 };
    const reservation: HeldReservation = { orderId, status: 'HELD', items, ...times };
    return table.write([{ put: { ...keyOf(orderId), ...reservation } }]);
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
