import { describe, expect, it } from 'vitest';
import type { Order } from '../../functions/orders/order.ts';
import { failures } from './failures.ts';
import { orders } from './orders.ts';
import type { Stage } from './stage.ts';

const T0 = Date.UTC(2026, 0, 1);
const at = (second: number) => new Date(T0 + second * 1000);
const order = (id: string, more: Partial<Order> = {}): Order => ({
  id,
  customerId: 'c1',
  status: 'CONFIRMED',
  items: [],
  total: { amount: 100, currency: 'EUR' },
  createdAt: at(0).toISOString(),
  sequence: 1,
  ...more,
});
const cancelled = (id: string, code: string, second = 0) =>
  order(id, {
    status: 'CANCELLED',
    reason: { code, message: '' },
    createdAt: at(second).toISOString(),
  });
const parked = (id: string, error: string, second = 0) =>
  order(id, {
    status: 'PENDING',
    attention: true,
    waitsSince: at(second).toISOString(),
    stranded: { failure: { Error: 'OutOfStock' }, refundFailure: { Error: error } },
  });

/** A stage as far as it is asked here: its orders, newest first, and the executions that ended badly. */
function stageOf(all: Order[], badly: { name: string; status: string }[] = []): Stage {
  const byId = new Map(all.map((one) => [one.id, one]));
  const waiting = {
    read: async (ids: string[]) => ids.flatMap((id) => byId.get(id) ?? []),
    parked: async () => ({
      items: all.filter(({ attention }) => attention).map(({ id, waitsSince }) => ({ id, waitsSince })),
    }),
  };
  const sagas = {
    machines: { saga: 'saga', undo: 'undo' },
    waiting,
    orders: { get: async (id: string) => byId.get(id) },
  };
  const executions = all.map(({ id }) => ({ name: id, status: 'SUCCEEDED', startDate: at(0) }));
  const send = async ({
    input,
  }: {
    input: { statusFilter?: string; stateMachineArn: string; maxResults: number; nextToken?: string };
  }) => {
    const from = Number(input.nextToken ?? 0);
    const to = from + input.maxResults;
    if (!input.statusFilter)
      return { executions: executions.slice(from, to), ...(to < all.length && { nextToken: String(to) }) };
    const found = badly.filter(
      ({ name, status }) =>
        status === input.statusFilter && (input.stateMachineArn === 'undo') === name.includes('.'),
    );
    return { executions: found.map((one) => ({ ...one, stopDate: at(9) })) };
  };
  return { sagas: async () => sagas, sfn: { send } } as unknown as Stage;
}

describe('the list of orders', () => {
  const all = [order('aaa-1'), cancelled('aab-2', 'OutOfStock'), parked('abc-3', 'Down')];
  const found = async (filter: object) =>
    (await orders.run(stageOf(all), orders.input.parse(filter))).orders.map(({ id }) => id);

  it.each([
    [{}, ['aaa-1', 'aab-2', 'abc-3']],
    [{ state: 'confirmed' }, ['aaa-1']],
    [{ state: 'parked' }, ['abc-3']],
    [{ error: 'OutOfStock' }, ['aab-2']],
    [{ error: 'Down' }, ['abc-3']],
    [{ from: at(1).toISOString() }, []],
    [{ id: 'aab-2' }, ['aab-2']],
    [{ id: 'aab-2.cancel' }, ['aab-2']],
    [{ id: 'abc-3.redrive.12' }, ['abc-3']],
    [{ id: ' AA ' }, ['aaa-1', 'aab-2']],
    [{ id: 'zzz' }, []],
  ])('by %j', async (filter, ids) => {
    expect(await found(filter)).toEqual(ids);
  });

  it('goes through many, page by page, until enough are found', async () => {
    const many = Array.from({ length: 1_200 }, (_, index) =>
      index % 100 === 0 ? cancelled(`o${index}`, 'OutOfStock') : order(`o${index}`),
    );
    const answer = await orders.run(stageOf(many), { error: 'OutOfStock' });
    expect(answer.orders).toHaveLength(10);
    expect(answer.looked).toBe(1_000);
    const rest = await orders.run(stageOf(many), { error: 'OutOfStock', after: answer.more });
    expect(rest).toMatchObject({ looked: 200, orders: [{ id: 'o1000' }, { id: 'o1100' }] });
  });
});

describe('failures', () => {
  it('are grouped by error, those who wait for people first', async () => {
    const stage = stageOf(
      [
        cancelled('a', 'OutOfStock', 1),
        cancelled('b', 'OutOfStock', 2),
        cancelled('c', 'TechnicalFailure', 3),
        parked('d', 'Down', 4),
        parked('e', 'Down', 5),
        order('f'),
      ],
      [
        { name: 'd', status: 'FAILED' },
        { name: 'c', status: 'FAILED' },
        { name: 'f.cancel', status: 'ABORTED' },
      ],
    );
    const { groups, looked } = await failures.run(stage, {});
    expect(looked).toBe(6);
    expect(
      groups.map(({ kind, error, where = '', count, latest }) =>
        [kind, error, where, count, latest.id].join(' '),
      ),
    ).toEqual([
      'parked Down RefundPayment 2 e',
      'execution TechnicalFailure FAILED 1 c',
      'execution not settled ABORTED 1 f',
      'cancelled OutOfStock  2 b',
      'cancelled TechnicalFailure  1 c',
    ]);
  });

  it('are none where none are', async () => {
    expect(await failures.run(stageOf([order('a')]), {})).toEqual({ groups: [], looked: 1 });
  });
});
