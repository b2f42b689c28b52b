import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { ReservationRepository } from '../../functions/inventory/reservation-repository.ts';
import { Reservations } from '../../functions/inventory/reservations.ts';
import { stockKey } from '../../functions/inventory/stock-repository.ts';
import type { Order } from '../../functions/orders/order.ts';
import { OrderRepository } from '../../functions/orders/repository.ts';
import { OrderSettlement } from '../../functions/orders/settle-order.ts';
import { WaitingOrders } from '../../functions/orders/waiting-orders.ts';
import { Charges } from '../../functions/payments/charges.ts';
import { accountKey } from '../../functions/payments/ledger.ts';
import { LedgerRepository } from '../../functions/payments/ledger-repository.ts';
import { newId } from '../../functions/platform/id.ts';
import { Table } from '../../functions/platform/table.ts';
import { Store } from '../simulation/store/store.ts';
import type { Item } from '../simulation/store/values.ts';

const [FEW, MANY] = [10, 10_000];
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/;
const IDS = new RegExp(ID, 'g');
const money = { amount: 1, currency: 'EUR' };
const items = [{ sku: 'cup', quantity: 1, unitPrice: money }];

/** One shop with so many orders of one customer for one product before, and a count of what is asked of its table. */
async function shopAfter(orders: number) {
  const store = new Store();
  store.createTable('it', {
    ByCustomer: { hash: 'customerId', range: 'id' },
    ByCustomerStatus: { hash: 'customerStatus', range: 'id' },
    Waiting: { hash: 'waits', range: 'waitsSince' },
    Held: { hash: 'held', range: 'dueAt' },
  });
  const asked = { calls: 0, written: 0, read: 0 };
  const send = async (command: { input: { TransactItems?: unknown[] } }) => {
    const answer = store.execute(command) as {
      Items?: unknown[];
      Responses?: { it: unknown[] };
      Item?: unknown;
    };
    asked.calls += 1;
    asked.written +=
      command.input.TransactItems?.length ?? (/^(Put|Update)/.test(command.constructor.name) ? 1 : 0);
    asked.read += answer.Items?.length ?? answer.Responses?.it.length ?? (answer.Item ? 1 : 0);
    return answer;
  };
  const table = new Table('it', { send } as unknown as DynamoDBClient);
  const repository = new OrderRepository(table);
  const [settlement, charges] = [new OrderSettlement(repository), new Charges(new LedgerRepository(table))];
  const reservations = new Reservations(new ReservationRepository(table));
  await table.write([
    { put: { ...stockKey('cup'), sku: 'cup', available: 1e6, reserved: 0, headroom: 1e6, version: 1 } },
    { put: { ...accountKey('ada'), customerId: 'ada', balance: 1e6, currency: 'EUR' } },
  ]);
  const order = async (): Promise<Order> => {
    const one: Order = {
      id: newId(),
      customerId: 'ada',
      status: 'PENDING',
      items,
      total: money,
      createdAt: new Date().toISOString(),
      sequence: 1,
    };
    const saga = { orderId: one.id, customerId: 'ada', items, total: money };
    await repository.place(one, []);
    await reservations.reserve(saga);
    await charges.charge(saga);
    await settlement.confirm(saga);
    await reservations.commit(one.id);
    return one;
  };
  // One is real, the others are its rows once more under ids of their own: it is what stands there that counts.
  const before = new Set(store.table('it').all());
  await order();
  const rows = store
    .table('it')
    .all()
    .filter((row) => !before.has(row) && ID.test(JSON.stringify(row)));
  for (let done = 1; done < orders; done += 1) {
    const prefix = done.toString(16).padStart(8, '0');
    for (const row of JSON.parse(
      JSON.stringify(rows).replaceAll(IDS, (id) => prefix + id.slice(8)),
    ) as Item[]) {
      const key = { pk: row.pk!, sk: row.sk! };
      store.table('it').set(store.table('it').id(key), key, row);
    }
  }
  /** What something asks of the table. */
  const measure = async (work: () => Promise<unknown>) => {
    Object.assign(asked, { calls: 0, written: 0, read: 0 });
    await work();
    return { ...asked };
  };
  const page = { customerId: 'ada', limit: 5 };
  return {
    measure,
    works: {
      'an order from its placement to its settled reservation': order,
      "a page of a customer's orders": () => repository.list(page),
      'a page of those that are confirmed': () => repository.list({ ...page, status: 'CONFIRMED' }),
      'a page of those that are pending': () => repository.list({ ...page, status: 'PENDING' }),
      'a page of a statement': () => new LedgerRepository(table).entries('ada', 5),
      'a run of the reconciler': () => new WaitingOrders(table).overdue(new Date().toISOString(), 20),
      'a look for overdue reservations': () => new ReservationRepository(table).overdue('9', 20),
    } as Record<string, () => Promise<unknown>>,
    /** What does grow: a page without an end. */
    all: () => table.query({ index: 'ByCustomer', where: 'customerId = :c', values: { ':c': 'ada' } }),
  };
}

describe(`What is asked of the tables, after ${FEW} and after ${MANY} orders of one customer for one product`, () => {
  let shops: Awaited<ReturnType<typeof shopAfter>>[];
  beforeAll(async () => {
    shops = await Promise.all([FEW, MANY].map(shopAfter));
  }, 60_000);

  it.each([
    'an order from its placement to its settled reservation',
    "a page of a customer's orders",
    'a page of those that are confirmed',
    'a page of those that are pending',
    'a page of a statement',
    'a run of the reconciler',
    'a look for overdue reservations',
  ])('is the same for %s', async (what) => {
    const [few, many] = await Promise.all(shops.map(({ measure, works }) => measure(works[what]!)));
    expect(many).toEqual(few);
    expect(few!.calls).toBeGreaterThan(0);
  });

  it('would be seen to grow', async () => {
    const [few, many] = await Promise.all(shops.map(({ measure, all }) => measure(all)));
    expect(many!.read).toBeGreaterThan(100 * few!.read);
  });
});
