import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../functions/contracts/roles.ts';
import type { Order } from '../../functions/orders/order.ts';
import { OrderPlacement } from '../../functions/orders/place-order.ts';
import type { ProductProjectionRepository } from '../../functions/orders/product-projection-repository.ts';
import { OrderRepository } from '../../functions/orders/repository.ts';
import { OrderCancellation } from '../../functions/orders/request-cancellation.ts';
import { OrderSettlement } from '../../functions/orders/settle-order.ts';
import { newId } from '../../functions/platform/id.ts';
import { rememberOnce } from '../../functions/platform/idempotency.ts';
import { itemKey } from '../../functions/platform/key.ts';
import { serviceTable } from '../support/service-table.ts';
import { unavailableTable } from '../support/unavailable-table.ts';

const price = { amount: 100, currency: 'EUR' };
const failure = { Error: 'OutOfStock' };
const caller = (id: string, role: Role = 'customer') => ({ id, roles: [role] });

describe('orders, by what stands in the table', () => {
  let store: Awaited<ReturnType<typeof serviceTable>>;
  let orders: OrderRepository;
  let settlement: OrderSettlement;
  /** Orders whose undo was started, in this order. */
  const undone: string[] = [];
  const cancellation = (options: { windowSeconds?: number; startUndo?: () => Promise<void> } = {}) =>
    new OrderCancellation({
      orders,
      closed: { requireOpen: async () => {} },
      startUndo: async ({ orderId }) => void undone.push(orderId),
      ...options,
    });

  beforeAll(async () => {
    store = await serviceTable();
    orders = new OrderRepository(store.table);
    settlement = new OrderSettlement(orders);
  });
  afterAll(() => store.drop());

  /** A new order, as far as the saga has come with it. */
  async function order(progress: 'pending' | 'confirmed' | 'cancelled' = 'pending'): Promise<Order> {
    const id = newId();
    const items = [{ sku: 'cup', quantity: 1, unitPrice: price }];
    const createdAt = new Date().toISOString();
    const one: Order = {
      id,
      customerId: randomUUID(),
      status: 'PENDING',
      items,
      total: price,
      createdAt,
      sequence: 1,
    };
    await orders.place(one, []);
    if (progress === 'confirmed') await settlement.confirm(input(one));
    if (progress === 'cancelled') await settlement.cancel(input(one), failure);
    return (await orders.get(id))!;
  }
  const ghost = { orderId: newId(), customerId: 'c', items: [], total: price };
  const input = ({ id, customerId, items, total }: Order) => ({ orderId: id, customerId, items, total });
  const eventsOf = async ({ id }: Order) =>
    (await store.scan())
      .filter((item) => item.pk === `ORDER#${id}` && item.event)
      .sort((a, b) => String(a.sk).localeCompare(String(b.sk)))
      .map((item) => (item.event as { type: string }).type);

  it('that are cancelled while pending make the saga turn around, and need no undo of their own', async () => {
    const one = await order();
    const asked = await cancellation().request(one.id, caller(one.customerId));

    expect(asked).toMatchObject({ status: 'PENDING', cancellation: { by: 'customer' } });
    expect(undone).not.toContain(one.id);
    await expect(settlement.confirm(input(one))).rejects.toMatchObject({ name: 'CancellationRequested' });
    await settlement.cancel(input(one), { Error: 'CancellationRequested' });
    expect(await orders.get(one.id)).toMatchObject({
      status: 'CANCELLED',
      reason: { code: 'CustomerCancelled' },
    });
    expect(await eventsOf(one)).toEqual(['order.created', 'order.cancelling', 'order.cancelled']);
  });

  it('that are cancelled within the window are undone, and pending until then', async () => {
    const one = await order('confirmed');
    const asked = await cancellation().request(one.id, caller(one.customerId));

    expect(asked.status).toBe('PENDING');
    expect(undone.filter((id) => id === one.id)).toHaveLength(1);
    await settlement.cancel(input(one), { Error: 'CancellationRequested' });
    expect(await orders.get(one.id)).toMatchObject({
      status: 'CANCELLED',
      reason: { code: 'CustomerCancelled' },
      confirmedAt: one.confirmedAt,
    });
    expect(await eventsOf(one)).toEqual([
      'order.created',
      'order.confirmed',
      'order.cancelling',
      'order.cancelled',
    ]);
  });

  it('that are to be cancelled are not confirmed by a confirmation that comes again', async () => {
    const one = await order('confirmed');
    await cancellation().request(one.id, caller(one.customerId));

    await expect(settlement.confirm(input(one))).rejects.toMatchObject({ name: 'CancellationRequested' });
    await settlement.cancel(input(one), failure);
    await expect(settlement.confirm(input(one))).rejects.toMatchObject({ name: 'OrderNotPending' });
    expect((await orders.get(one.id))?.status).toBe('CANCELLED');
  });

  it('are not cancelled by their customer after the window, but are by staff', async () => {
    const one = await order('confirmed');
    const late = cancellation({ windowSeconds: -1 });

    await expect(late.request(one.id, caller(one.customerId))).rejects.toMatchObject({ code: 'conflict' });
    expect(await orders.get(one.id)).toEqual(one);
    const asked = await late.request(one.id, caller('somebody', 'staff'));
    await settlement.cancel(input(asked), failure);
    expect(await orders.get(one.id)).toMatchObject({
      status: 'CANCELLED',
      reason: { code: 'ShopCancelled' },
    });
  });

  it('that were confirmed before times were kept count as too late', async () => {
    const one = await order('confirmed');
    await store.table.write([{ update: itemKey(['ORDER', one.id], ['ORDER']), set: 'REMOVE confirmedAt' }]);

    await expect(cancellation().request(one.id, caller(one.customerId))).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('are cancelled once, however often and by whomever it is asked for', async () => {
    const one = await order('confirmed');
    const ask = () => cancellation().request(one.id, caller(one.customerId));
    const answers = await Promise.all([ask(), ask(), cancellation().request(one.id, caller('s', 'staff'))]);
    const again = await ask();

    expect(new Set([...answers, again].map(({ status }) => status))).toEqual(new Set(['PENDING']));
    expect(undone.filter((id) => id === one.id)).toHaveLength(1);
    expect((await eventsOf(one)).filter((type) => type === 'order.cancelling')).toHaveLength(1);
  });

  it('that are cancelled already stay so, with their own reason', async () => {
    const one = await order('cancelled');
    const asked = await cancellation().request(one.id, caller(one.customerId));

    expect(asked).toMatchObject({ status: 'CANCELLED', reason: { code: 'OutOfStock' } });
    expect(await orders.get(one.id)).toEqual(one);
  });

  it('whose undo cannot be started now leave that to the event', async () => {
    const one = await order('confirmed');
    const unavailable = cancellation({ startUndo: () => Promise.reject(new Error('unavailable')) });

    expect(await unavailable.request(one.id, caller(one.customerId))).toMatchObject({ status: 'PENDING' });
    expect(await eventsOf(one)).toContain('order.cancelling');
  });

  it.each([
    ['a stranger', caller('stranger')],
    ['on-call staff without the role', caller('oncall', 'oncall')],
  ])('do not exist for %s', async (_, stranger) => {
    const one = await order();

    await expect(cancellation().request(one.id, stranger)).rejects.toMatchObject({ code: 'notFound' });
    expect(await orders.get(one.id)).toEqual(one);
  });

  it('meet confirmation and cancellation at once: one wins, and both know which', async () => {
    for (let round = 0; round < 10; round += 1) {
      const one = await order();
      const [confirmed, asked] = await Promise.allSettled([
        settlement.confirm(input(one)),
        cancellation().request(one.id, caller(one.customerId)),
      ]);

      expect(asked.status).toBe('fulfilled');
      const undo = undone.includes(one.id);
      // Confirmed first: undone by an execution of its own. Otherwise the saga turns around; never both, never none.
      expect(confirmed.status).toBe(undo ? 'fulfilled' : 'rejected');
      expect((await orders.get(one.id))?.status).toBe('PENDING');
    }
  });

  it('keep being marked for manual intervention while they are cancelled', async () => {
    const one = await order();
    await settlement.park({ orderId: one.id }, { failure });
    await cancellation().request(one.id, caller(one.customerId));
    expect(await orders.get(one.id)).toMatchObject({ attention: true, status: 'PENDING' });

    await settlement.cancel(input(one), failure);
    expect(await orders.get(one.id)).not.toHaveProperty('attention');
  });

  it('that wait for manual intervention are pending, and listed so, also when they were confirmed', async () => {
    const one = await order('confirmed');
    await settlement.park({ orderId: one.id }, { failure });

    const row = (await store.scan()).find(({ pk, sk }) => pk === `ORDER#${one.id}` && sk === 'ORDER');
    expect(row).toMatchObject({
      status: 'PENDING',
      customerStatus: `${one.customerId}#PENDING`,
      attention: true,
      waits: 'PARKED',
    });
  });

  it('that are cancelled do not wait for manual intervention', async () => {
    const one = await order('cancelled');
    await settlement.park({ orderId: one.id }, { failure });

    expect(await orders.get(one.id)).toEqual(one);
  });

  it('of which inventory asks what became of them are told of once per question', async () => {
    const one = await order('confirmed');
    const answer = (question: number) => orders.reportOutcome(one.id, 'CONFIRMED', question);
    await Promise.all([answer(1), answer(1)]);
    await answer(2);

    const told = (await store.scan())
      .filter(({ pk }) => pk === `RESTATED#${one.id}`)
      .map(({ event }) => event as { type: string; subject: string; sequence: number; data: object })
      .map(({ type, subject, sequence, data }) => [type, subject, sequence, data])
      .sort(([, , a], [, , b]) => Number(a) - Number(b));
    expect(told).toEqual(
      [1, 2].map((question) => [
        'order.restated',
        `restated:${one.id}`,
        question,
        { orderId: one.id, outcome: 'CONFIRMED' },
      ]),
    );
    expect(await orders.get(one.id)).toEqual(one);
  });

  const placed = (unavailable: OrderRepository) =>
    new OrderPlacement({
      orders: unavailable,
      closed: { requireOpen: async () => {} },
      products: {
        find: async () => [{ sku: 'cup', price, retired: false }],
      } as unknown as ProductProjectionRepository,
      startSaga: async () => {},
    }).place({
      customerId: 'c',
      lines: [{ sku: 'cup', quantity: 1 }],
      remember: (answer) =>
        rememberOnce(unavailableTable(), { callerId: 'c', key: 'k', request: {} }).write(answer),
    });

  it.each([
    ['are not placed', placed],
    ['are not told of', (unavailable: OrderRepository) => unavailable.reportOutcome(newId(), 'UNKNOWN', 1)],
    ['are not confirmed', (unavailable: OrderRepository) => new OrderSettlement(unavailable).confirm(ghost)],
    [
      'are not cancelled',
      (unavailable: OrderRepository) => new OrderSettlement(unavailable).cancel(ghost, failure),
    ],
    [
      'are not parked',
      (unavailable: OrderRepository) => new OrderSettlement(unavailable).park(ghost, { failure }),
    ],
  ])('%s when the table is unavailable, and whoever asked hears it', async (_, ask) => {
    await expect(ask(new OrderRepository(unavailableTable()))).rejects.toThrow('the table is unavailable');
  });
});
