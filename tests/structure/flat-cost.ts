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

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/;
const IDS = new RegExp(ID, 'g');
const INDEXES = {
  ByCustomer: { hash: 'customerId', range: 'id' },
  ByCustomerStatus: { hash: 'customerStatus', range: 'id' },
  Waiting: { hash: 'waits', range: 'waitsSince' },
  Held: { hash: 'held', range: 'dueAt' },
};
const money = { amount: 1, currency: 'EUR' };
const items = [{ sku: 'cup', quantity: 1, unitPrice: money }];

/** One shop with so many orders of one customer for one product before, and a count of what is asked of its table. */
async function shopAfter(orders: number) {
  const store = new Store();
  store.createTable('it', INDEXES);
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
  // One is real, the others are its rows once more under ids of their own: it is what stands there that counts. Rows in
  // partitions of their own are left out, because nothing that names another order can meet them.
  const it = store.table('it');
  const before = new Set(it.all());
  await order();
  const shared = it.all().filter((row) => !before.has(row) && isShared(row));
  const copies = shared.map(copyOf);
  for (let done = 1; done < orders; done += 1) {
    const beginning = done.toString(16).padStart(8, '0');
    for (const copy of copies) {
      const row = copy(beginning);
      const key = { pk: row.pk!, sk: row.sk! };
      it.set(it.id(key), key, row);
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

/** Whether a row stands beside those of other orders, in a partition of the table or of an index. */
const isShared = (row: Item) =>
  ['pk', ...Object.values(INDEXES).map(({ hash }) => hash)].some(
    (name) => row[name] && !ID.test(row[name].S!),
  );

/** Makes rows like one, with another beginning of every id in it; what has no id in it they have together. */
function copyOf(row: Item): (beginning: string) => Item {
  const own = Object.entries(row).flatMap(([name, { S = '' }]) => {
    const parts = S.split(IDS);
    return parts.length > 1 ? [{ name, parts, ids: S.match(IDS)!.map((id) => id.slice(8)) }] : [];
  });
  return (beginning) => {
    const copy = { ...row };
    for (const { name, parts, ids } of own)
      copy[name] = { S: parts[0]! + ids.map((id, index) => beginning + id + parts[index + 1]!).join('') };
    return copy;
  };
}

/** Declares the tests that what is asked of the tables is the same after so many orders and after so many more. */
export function describeFlatCost(few: number, many: number): void {
  describe(`What is asked of the tables, after ${few} and after ${many} orders of one customer for one product`, () => {
    let shops: Awaited<ReturnType<typeof shopAfter>>[];
    beforeAll(async () => {
      shops = await Promise.all([few, many].map(shopAfter));
    }, 10 * 60_000);

    it.each([
      'an order from its placement to its settled reservation',
      "a page of a customer's orders",
      'a page of those that are confirmed',
      'a page of those that are pending',
      'a page of a statement',
      'a run of the reconciler',
      'a look for overdue reservations',
    ])('is the same for %s', async (what) => {
      const [before, after] = await Promise.all(shops.map(({ measure, works }) => measure(works[what]!)));
      expect(after).toEqual(before);
      expect(before!.calls).toBeGreaterThan(0);
    });

    it('would be seen to grow', async () => {
      const [before, after] = await Promise.all(shops.map(({ measure, all }) => measure(all)));
      expect(after!.read).toBeGreaterThan(100 * before!.read);
    });
  });
}
