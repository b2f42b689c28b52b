import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import type { Order } from '../../client/shop.ts';
import { type Demand, demandKey } from '../../functions/inventory/demand-repository.ts';
import type { Order as StoredOrder } from '../../functions/orders/order.ts';
import { OrderRepository } from '../../functions/orders/repository.ts';
import { newId } from '../../functions/platform/id.ts';
import { ShopDriver } from '../../ops/shop-driver/shop-driver.ts';
import { clientConfig, until } from '../support/engine.ts';
import { invoke } from '../support/invoke.ts';
import { soundBalances } from '../support/ledger.ts';
import { Outage } from '../support/outage.ts';
import { scanService, shopOutputs, tableOf } from '../support/outputs.ts';
import { withShortRetries } from '../support/short-retries.ts';

const outputs = shopOutputs();
const shop = new ShopDriver(outputs.api);
const outage = new Outage();
const SCALE = 'scale';
const PRICE = 4_500;

const nameOf = (fn: string) => `shop-test-shop-${fn}`;

afterEach(() => outage.end());

const balanceOf = async (customerId: string) => soundBalances(await scanService('payments')).get(customerId);

describe('when a step of the saga cannot be reached', () => {
  withShortRetries();

  it.each([
    ['orders-confirm-order', 'the money and the stock are given back'],
    ['payments-charge-payment', 'the stock is given back'],
    ['inventory-reserve-inventory', 'nothing was taken'],
  ])('%s: %s, and the order is cancelled', async (step) => {
    const customer = await shop.customer(10_000);
    const before = await shop.stock(SCALE);
    await outage.begin(step);

    const { body } = await customer.order([{ sku: SCALE, quantity: 2 }]);
    const settled = await customer.settled(body.id);

    expect(settled).toMatchObject({ status: 'CANCELLED', reason: { code: 'TechnicalFailure' } });
    expect(await shop.stock(SCALE)).toEqual(before);
    expect(await balanceOf(customer.id)).toBe(10_000);
  });
});

describe('when an undo fails for good', () => {
  withShortRetries();

  it('the next undo still runs, and the order waits for manual intervention with all that is known', async () => {
    const customer = await shop.customer(10_000);
    const before = await shop.stock(SCALE);
    await outage.begin('orders-confirm-order', 'payments-refund-payment');

    const { body } = await customer.order([{ sku: SCALE, quantity: 1 }]);
    const order = await until(
      async () => {
        const answer = await customer.call<Order>(`GET /orders/${body.id}`);
        return answer.body.attention ? answer.body : undefined;
      },
      { timeoutMs: 240_000, what: 'the order to be parked' },
    );

    expect(order.status).toBe('PENDING');
    expect(await shop.stock(SCALE)).toEqual(before);
    expect(await balanceOf(customer.id)).toBe(10_000 - PRICE);
    expect(await parkedMessage(body.id)).toMatchObject({
      failure: { Error: expect.any(String) },
      refundFailure: { Error: expect.any(String) },
    });

    await outage.end();
    const oncall = await shop.oncall(outputs.staff);
    await oncall.client.redriveSaga({ path: { orderId: body.id }, throwOnError: true });
    expect(await customer.settled(body.id)).toMatchObject({
      status: 'CANCELLED',
      reason: { code: 'TechnicalFailure' },
    });
    expect(await shop.stock(SCALE)).toEqual(before);
    expect(await balanceOf(customer.id)).toBe(10_000);
    await until(async () => ((await invoke('orders-clear-parked')) as { cleared: number }).cleared > 0, {
      what: 'its message to be taken away',
    });
  });
});

describe('when the function that placed the order died before it started the saga', () => {
  it('its event starts it', async () => {
    const customer = await shop.customer(10_000);
    const orders = new OrderRepository(tableOf('orders'));
    const unitPrice = { amount: PRICE, currency: 'EUR' };
    const order: StoredOrder = {
      id: newId(),
      customerId: customer.id,
      status: 'PENDING',
      items: [{ sku: SCALE, quantity: 1, unitPrice }],
      total: unitPrice,
      createdAt: new Date().toISOString(),
      sequence: 1,
    };
    await orders.place(order, []);

    expect((await customer.settled(order.id)).status).toBe('CONFIRMED');
    expect(await balanceOf(customer.id)).toBe(10_000 - PRICE);
  });
});

describe('events of orders', () => {
  it('are counted as demand, once for every order that was ever placed, also for those that were refused', async () => {
    const customer = await shop.customer();
    const { body } = await customer.order([{ sku: SCALE, quantity: 3 }]);
    await customer.settled(body.id);
    const orders = (await scanService('orders')).filter((item) => item.sk === 'ORDER') as unknown as Order[];
    const unitsOf = (status?: Order['status']) =>
      orders
        .filter((order) => status === undefined || order.status === status)
        .flatMap(({ items }) => items)
        .reduce((sum, { sku, quantity }) => sum + (sku === SCALE ? quantity : 0), 0);
    const expected = {
      ordered: unitsOf(),
      confirmed: unitsOf('CONFIRMED'),
      cancelled: unitsOf('CANCELLED'),
    };

    const demand = () => tableOf('inventory').get<Demand>(demandKey(SCALE));
    await until(async () => isDeepStrictEqual(figures(await demand()), expected), {
      what: `the demand to be ${JSON.stringify(expected)}`,
    });
  });

  it('that is delivered again changes nothing, and a poison message ends in the dead-letter queue', async () => {
    const [queue, dead] = await Promise.all([
      queueUrl('inventory-count-demand'),
      queueUrl('inventory-count-demand-dead'),
    ]);
    const known = (await scanService('orders')).find(
      (item) => String(item.sk).startsWith('EVENT#') && String(item.pk).startsWith('ORDER#'),
    );
    const before = await scanDemand();
    // A message that failed comes again after a minute; five minutes are too long to wait for here.
    const retryAfter = (VisibilityTimeout: string) =>
      sqs.send(new SetQueueAttributesCommand({ QueueUrl: queue, Attributes: { VisibilityTimeout } }));
    await retryAfter('1');

    const poison = `poison ${randomUUID()}`;
    for (const body of [poison, ...Array.from({ length: 3 }, () => JSON.stringify(known!.event))]) {
      await sqs.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: body }));
    }

    const buried = await until(
      async () =>
        (await sqs.send(new ReceiveMessageCommand({ QueueUrl: dead, WaitTimeSeconds: 1 }))).Messages?.[0],
      { what: 'the poison message to be in the dead-letter queue' },
    );
    await retryAfter('70');
    expect(buried.Body).toBe(poison);
    expect(await scanDemand()).toEqual(before);
  });
});

const sqs = new SQSClient(clientConfig());

/** What the queue of parked orders knows of an order. Others may wait there too. */
const parkedMessage = (orderId: string) =>
  until(
    async () => {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: outputs.parked,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: 1,
          WaitTimeSeconds: 1,
        }),
      );
      return Messages.map(({ Body }) => JSON.parse(Body!) as { orderId: string }).find(
        (order) => order.orderId === orderId,
      );
    },
    { what: `order ${orderId} to be on the queue of parked orders` },
  );

async function queueUrl(name: string): Promise<string> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: nameOf(name) }));
  return QueueUrl!;
}

const figures = ({ ordered = 0, confirmed = 0, cancelled = 0 }: Partial<Demand> = {}) => ({
  ordered,
  confirmed,
  cancelled,
});

const scanDemand = async () => (await scanService('inventory')).filter((item) => item.sk === 'DEMAND');
