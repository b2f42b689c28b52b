import { CreateQueueCommand, DeleteQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LatestExecutions } from '../../functions/orders/executions.ts';
import { type Order, sagaInput } from '../../functions/orders/order.ts';
import { ParkedMessages } from '../../functions/orders/parked-messages.ts';
import { OrderRedrive } from '../../functions/orders/redrive.ts';
import { OrderRepository } from '../../functions/orders/repository.ts';
import { OrderSettlement } from '../../functions/orders/settle-order.ts';
import { WaitingOrders } from '../../functions/orders/waiting-orders.ts';
import { clientConfig } from '../support/engine.ts';
import { orderRow } from '../support/order-row.ts';
import { serviceTable } from '../support/service-table.ts';

const stranded = {
  failure: { Error: 'InsufficientFunds' },
  releaseFailure: { Error: 'Down', Cause: 'x'.repeat(3_000) },
};

describe('parked orders', () => {
  let store: Awaited<ReturnType<typeof serviceTable>>;
  let orders: OrderRepository;
  let waiting: WaitingOrders;
  let settlement: OrderSettlement;
  let started: string[];
  let executions: LatestExecutions;

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
  beforeEach(() => {
    started = [];
    executions = {};
  });

  const parked = async (): Promise<Order> => {
    const order = orderRow();
    await orders.place(order, []);
    await settlement.park(sagaInput(order), stranded);
    return (await orders.get(order.id))!;
  };
  const redrive = (
    id: string,
    startRedrive = async (_: unknown, n: number, failure: { Error: string }) =>
      void started.push(`${n} ${failure.Error}`),
  ) =>
    new OrderRedrive({
      orders,
      executions: { latest: async () => executions },
      startRedrive,
    }).redrive(id);
  const ended = (n: number) => ({ redrive: { name: `r.${n}`, machine: 'undo' as const, status: 'FAILED' } });

  it('say what was known when they were parked, in short', async () => {
    const { stranded: known } = await parked();
    expect(known).toEqual({ ...stranded, releaseFailure: { Error: 'Down', Cause: 'x'.repeat(1_000) } });
  });

  it('are undone for what the saga had turned around for, and wait for manual intervention until they are cancelled', async () => {
    const { id } = await parked();
    expect(await redrive(id)).toMatchObject({ redrives: 1, attention: true });
    expect(started).toEqual(['1 InsufficientFunds']);
    expect((await waiting.parked(100)).items.map((one) => one.id)).toContain(id);

    await settlement.cancel(sagaInput((await orders.get(id))!), stranded.failure);
    const after = await orders.get(id);
    expect(after).toMatchObject({ status: 'CANCELLED', reason: { code: 'InsufficientFunds' }, redrives: 1 });
    for (const gone of ['attention', 'waits', 'waitsSince']) expect(after).not.toHaveProperty(gone);
    expect((await waiting.parked(100)).items.map((one) => one.id)).not.toContain(id);
  });

  it('can be redriven again once a redrive has failed', async () => {
    const { id } = await parked();
    await redrive(id);
    executions = ended(1);
    await settlement.park(sagaInput((await orders.get(id))!), {
      failure: stranded.failure,
      refundFailure: { Error: 'Again' },
    });

    expect(await redrive(id)).toMatchObject({ redrives: 2 });
    expect((await orders.get(id))?.stranded).toEqual({
      failure: stranded.failure,
      refundFailure: { Error: 'Again' },
    });
    expect(started).toEqual(['1 InsufficientFunds', '2 InsufficientFunds']);
  });

  it('are parked anew once by each saga and redrive, however often an attempt comes again', async () => {
    const order = orderRow();
    await orders.place(order, []);
    const park = () => settlement.park(sagaInput(order), stranded);
    const atOnce = await Promise.all([park(), park(), park()]);
    expect(atOnce.filter(Boolean)).toHaveLength(1);
    expect(await park()).toBe(false);

    await redrive(order.id);
    expect(await park()).toBe(true);
    expect(await park()).toBe(false);

    await settlement.cancel(sagaInput(order), stranded.failure);
    expect(await park()).toBe(false);
  });

  it('are redriven once when two ask in the same moment', async () => {
    const { id } = await parked();
    const answers = await Promise.allSettled([redrive(id), redrive(id), redrive(id)]);

    expect(answers.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(new Set(started)).toEqual(new Set(['1 InsufficientFunds']));
  });

  it('are redriven under the same number when the one before could not be started', async () => {
    const { id } = await parked();
    await expect(redrive(id, () => Promise.reject(new Error('unavailable')))).rejects.toThrow('unavailable');
    expect(await redrive(id)).toMatchObject({ redrives: 1 });
    expect(started).toEqual(['1 InsufficientFunds']);
  });

  const unparked = async (how: 'pending' | 'confirmed' | 'cancelled') => {
    const order = orderRow();
    await orders.place(order, []);
    if (how === 'confirmed') await settlement.confirm(sagaInput(order));
    if (how === 'cancelled') await settlement.cancel(sagaInput(order), stranded.failure);
    return order.id;
  };

  it.each<[string, () => Promise<string>, LatestExecutions, string]>([
    ['that is pending', () => unparked('pending'), {}, 'conflict'],
    ['that is confirmed', () => unparked('confirmed'), {}, 'conflict'],
    ['that is cancelled', () => unparked('cancelled'), {}, 'conflict'],
    [
      'whose saga runs',
      async () => (await parked()).id,
      { saga: { name: 's', machine: 'saga', status: 'RUNNING' } },
      'conflict',
    ],
    [
      'whose redrive runs',
      async () => (await parked()).id,
      { redrive: { name: 'r', machine: 'undo', status: 'RUNNING' } },
      'conflict',
    ],
    ['that is not there', async () => 'nobody', {}, 'notFound'],
  ])('an order %s is not redriven', async (_, make, latest, code) => {
    const id = await make();
    const before = await orders.get(id);
    executions = latest;

    await expect(redrive(id)).rejects.toMatchObject({ code });
    expect(started).toEqual([]);
    expect(await orders.get(id)).toEqual(before);
  });

  it('are listed page by page, the longest waiting first', async () => {
    for (let count = 0; count < 3; count += 1) await parked();
    const all = (await waiting.parked(100)).items;
    const seen = [];
    let after: (typeof all)[number] | undefined;
    do {
      const page = await waiting.parked(1, after);
      seen.push(...page.items);
      after = page.last && page.items.at(-1);
    } while (after);

    expect(seen).toEqual(all);
    expect(all.map(({ waitsSince }) => waitsSince)).toEqual(all.map(({ waitsSince }) => waitsSince).sort());
    expect((await waiting.read(all.map(({ id }) => id))).map(({ id }) => id)).toEqual(
      all.map(({ id }) => id),
    );
  });

  describe('and their messages', () => {
    const sqs = new SQSClient(clientConfig());
    let url: string;
    let messages: ParkedMessages;

    beforeEach(async () => {
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `parked-${Date.now()}` }));
      url = QueueUrl!;
      messages = new ParkedMessages(url, sqs);
      return () => sqs.send(new DeleteQueueCommand({ QueueUrl: url }));
    });

    it('go when the order has come to its end, all of them, and no others', async () => {
      for (const orderId of ['done', 'open', 'done']) await messages.send({ orderId });
      await messages.send({ something: 'else' });

      expect(await messages.clear(async (id) => id === 'done')).toEqual(['done', 'done']);
      expect(await messages.clear(async () => true)).toEqual(['open']);
    });

    it('stay when it cannot be found out', async () => {
      await messages.send({ orderId: 'a' });
      await expect(messages.clear(() => Promise.reject(new Error('unavailable')))).rejects.toThrow(
        'unavailable',
      );
      expect(await messages.clear(async () => true)).toEqual(['a']);
    });
  });
});
