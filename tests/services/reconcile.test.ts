import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChargeFound, ReservationFound } from '../../functions/contracts/saga-inspection.ts';
import type { LatestExecutions } from '../../functions/orders/executions.ts';
import { type Order, sagaInput } from '../../functions/orders/order.ts';
import { reconcile, type Tally } from '../../functions/orders/reconcile.ts';
import { OrderRepository } from '../../functions/orders/repository.ts';
import { OrderSettlement } from '../../functions/orders/settle-order.ts';
import { WaitingOrders } from '../../functions/orders/waiting-orders.ts';
import { takeRecorded } from '../../functions/platform/metrics/recorder.ts';
import { orderRow } from '../support/order-row.ts';
import { serviceTable } from '../support/service-table.ts';

const HOUR = 60 * 60_000;
const failure = { Error: 'Unfinished' };
const later = (hours: number) => new Date(Date.now() + hours * HOUR);
const execution = (name: string, status: string) => ({ name, machine: 'saga' as const, status });

describe('the reconciler, by what stands in the table', () => {
  let store: Awaited<ReturnType<typeof serviceTable>>;
  let orders: OrderRepository;
  let waiting: WaitingOrders;
  let settlement: OrderSettlement;
  /** What was started and sent, in this order. */
  let done: string[];
  let executions: LatestExecutions;
  let reservation: ReservationFound | 'unavailable';
  let charge: ChargeFound | 'unavailable';

  beforeAll(async () => {
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    store = await serviceTable({
      Waiting: { hashKey: 'waits', rangeKey: 'waitsSince', projection: 'keys-only' },
    });
    orders = new OrderRepository(store.table);
    waiting = new WaitingOrders(store.table);
    settlement = new OrderSettlement(orders);
  });
  afterAll(() => store.drop());
  beforeEach(async () => {
    done = [];
    executions = {};
    reservation = { status: 'NONE', items: [] };
    charge = { status: 'NONE' };
    for (const { id } of await pending())
      await settlement.cancel(sagaInput((await orders.get(String(id)))!), failure);
  });

  const pending = async () => (await store.scan()).filter(({ waits }) => String(waits).startsWith('PENDING'));
  const placed = async (more: Partial<Order> = {}): Promise<Order> => {
    const order = orderRow(more);
    await orders.place(order, []);
    return order;
  };
  const look = (now = later(7), between: () => Promise<void> = async () => {}): Promise<Tally> =>
    reconcile({
      orders,
      waiting,
      executions: {
        latest: async () => {
          await between();
          const { saga, cancel, redrive } = executions;
          return { saga, cancel, redrive };
        },
      },
      inspections: { reservation: async () => reservation, charge: async () => charge },
      startSaga: async ({ orderId }) => void done.push(`start ${orderId}`),
      startUndo: async ({ orderId }) => void done.push(`cancel ${orderId}`),
      startRedrive: async ({ orderId }, n, { Error: name }) =>
        void done.push(`redrive ${orderId} ${n} ${name}`),
      messages: {
        send: async (message) => void done.push(`park ${(message as { orderId: string }).orderId}`),
      },
      overdueMs: 6.5 * HOUR,
      now,
    });

  it('looks at no order before its time', async () => {
    await placed();
    expect(await look(later(6.4))).toEqual({});
    expect(await look(later(6.6))).toEqual({ start: 1 });
  });

  it.each(['confirmed', 'cancelled', 'parked'] as const)('looks at no order that is %s', async (how) => {
    const order = await placed();
    if (how === 'confirmed') await settlement.confirm(sagaInput(order));
    if (how === 'cancelled') await settlement.cancel(sagaInput(order), failure);
    if (how === 'parked') await settlement.park(sagaInput(order), { failure });

    expect(await look()).toEqual({});
    expect(await pending()).toEqual([]);
  });

  it('finds orders of every shard, the longest waiting first, and one that is cancelled after its confirmation', async () => {
    const many = await Promise.all(
      Array.from({ length: 24 }, (_, index) => placed({ createdAt: new Date(index * 1000).toISOString() })),
    );
    const ids = many.map(({ id }) => id);
    expect(await waiting.overdue(later(0).toISOString(), 100)).toEqual(ids);
    expect(await waiting.overdue(later(0).toISOString(), 5)).toEqual(ids.slice(0, 5));

    await settlement.confirm(sagaInput(many[0]!));
    expect(await waiting.overdue(later(0).toISOString(), 1)).toEqual([ids[1]]);
    const at = new Date(0).toISOString();
    await orders.beginCancellation((await orders.get(ids[0]!))!, { by: 'customer', at });
    expect(await waiting.overdue(later(0).toISOString(), 1)).toEqual([ids[0]]);
  });

  it('starts what was never started, and leaves it alone while it runs', async () => {
    const { id } = await placed();
    expect(await look()).toEqual({ start: 1 });
    executions = { saga: execution(id, 'RUNNING') };
    expect(await look(later(7.1))).toEqual({});
    expect(await look(later(7.3))).toEqual({ leave: 1 });
    expect(done).toEqual([`start ${id}`]);
  });

  it('starts a cancellation that was never started', async () => {
    const order = await placed();
    await settlement.confirm(sagaInput(order));
    const at = new Date().toISOString();
    await orders.beginCancellation((await orders.get(order.id))!, { by: 'customer', at });
    executions = { saga: execution(order.id, 'SUCCEEDED') };

    expect(await look()).toEqual({ 'start-cancellation': 1 });
    expect(done).toEqual([`cancel ${order.id}`]);
  });

  it('undoes what ended without an end for the order, which no late attempt confirms then', async () => {
    const order = await placed();
    executions = { saga: execution(order.id, 'ABORTED') };

    expect(await look()).toEqual({ undo: 1 });
    expect(done).toEqual([`redrive ${order.id} 1 Unfinished`]);
    expect(await orders.get(order.id)).toMatchObject({ status: 'PENDING', redrives: 1 });
    await expect(settlement.confirm(sagaInput(order))).rejects.toMatchObject({ name: 'OrderNotPending' });
  });

  it('refuses a confirmation that has read the order before the undo was counted', async () => {
    const order = await placed();
    const read = (await orders.get(order.id))!;
    executions = { saga: execution(order.id, 'ABORTED') };
    await look();

    const confirmedAt = new Date().toISOString();
    await expect(orders.settle(read, { status: 'CONFIRMED', confirmedAt })).rejects.toThrow('condition');
  });

  it.each(['undo', 'park'] as const)(
    'does not %s an order that is confirmed while it is looked at',
    async (action) => {
      const order = await placed();
      executions = { saga: execution(order.id, 'ABORTED') };
      if (action === 'park') reservation = { status: 'COMMITTED', items: [] };

      expect(await look(later(7), () => settlement.confirm(sagaInput(order)))).toEqual({ leave: 1 });
      expect(done.filter((what) => what.startsWith('redrive'))).toEqual([]);
      expect(await orders.get(order.id)).toMatchObject({ status: 'CONFIRMED' });
      expect(await orders.get(order.id)).not.toHaveProperty('attention');
    },
  );

  it('tries three times, and then the order waits for manual intervention with all that is known', async () => {
    const { id } = await placed();
    executions = { saga: execution(id, 'FAILED') };
    for (const n of [1, 2, 3]) {
      expect(await look(later(7 + n))).toEqual({ undo: 1 });
      executions = { ...executions, redrive: execution(`${id}.redrive.${n}`, 'FAILED') };
    }

    takeRecorded();
    expect(await look(later(11))).toEqual({ park: 1 });
    expect(takeRecorded()).toContainEqual({ name: 'sagas_parked_total', labels: [], count: 1 });
    expect(await look(later(12))).toEqual({});
    expect(done).toEqual([...[1, 2, 3].map((n) => `redrive ${id} ${n} Unfinished`), `park ${id}`]);
    expect(await orders.get(id)).toMatchObject({
      status: 'PENDING',
      attention: true,
      stranded: { failure: { Error: 'Unfinished', Cause: expect.stringContaining('3 redrives') } },
    });
    expect(await waiting.parked(100)).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ id })]),
    });
  });

  it('starts the same redrive again when the function died between counting and starting it', async () => {
    const order = await placed();
    executions = { saga: execution(order.id, 'FAILED') };
    expect(await orders.countRedrive((await orders.get(order.id))!, 1)).toBe(true);

    expect(await look()).toEqual({ undo: 1 });
    expect(done).toEqual([`redrive ${order.id} 1 Unfinished`]);
  });

  it('tries again later while a service is away', async () => {
    const { id } = await placed();
    executions = { saga: execution(id, 'FAILED') };
    reservation = 'unavailable';
    expect(await look()).toEqual({ wait: 1 });
    expect(await look(later(7.1))).toEqual({});

    reservation = { status: 'VOIDED', items: [], refusal: 'OutOfStock' };
    expect(await look(later(7.3))).toEqual({ undo: 1 });
    expect(done).toEqual([`redrive ${id} 1 OutOfStock`]);
  });

  it('goes on with the others when one cannot be looked at, and says so', async () => {
    const [first, second] = [await placed({ createdAt: new Date(0).toISOString() }), await placed()];
    let calls = 0;
    const tally = await look(later(7), async () => {
      calls += 1;
      if (calls === 1) throw new Error('broken');
    });
    expect(tally).toEqual({ failed: 1, start: 1 });
    expect(done).toEqual([`start ${second.id}`]);
    expect((await look(later(7.3))).start).toBe(2);
    expect(done).toContain(`start ${first.id}`);
  });

  it('does what is to be done once, when several look at once', async () => {
    const ids = await Promise.all(Array.from({ length: 4 }, async () => (await placed()).id));
    executions = { saga: execution('all', 'TIMED_OUT') };
    const tallies = await Promise.all([look(), look(), look()]);

    expect(tallies.reduce((sum, { undo = 0 }) => sum + undo, 0)).toBe(4);
    expect(done.sort()).toEqual(ids.map((id) => `redrive ${id} 1 Unfinished`).sort());
  });
});
