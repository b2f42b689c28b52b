import { type ExecutionListItem, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { z } from 'zod';
import { orderIdOf } from '../../functions/orders/executions.ts';
import type { Order } from '../../functions/orders/order.ts';
import { failuresOf } from '../../functions/orders/saga-view.ts';
import type { StageSagas } from '../../ops/saga/stage-sagas.ts';
import { read } from './endpoint.ts';
import { errorOf, ordersOf } from './orders.ts';
import type { Stage } from './stage.ts';

/** Executions that are looked through, the latest of all and the latest that ended badly in each way. */
const LOOKED_THROUGH = 500;
const ENDED_BADLY = 100;
/** BatchGetItem takes so many keys. */
const AT_ONCE = 100;

/** Orders that did not come to a good end for the same reason. */
export interface FailureGroup {
  /** What they are: they wait for people, an execution of them ended badly, or they were cancelled. */
  kind: 'parked' | 'execution' | 'cancelled';
  /** What the list of orders finds them by; `not settled` of those that are neither parked nor cancelled (yet). */
  error: string;
  /** The undo that failed for good, of parked orders; how the execution ended, of executions. */
  where?: string;
  count: number;
  latest: { id: string; at: string };
}

interface Failures {
  groups: FailureGroup[];
  /** How many orders were looked through for those that were cancelled. */
  looked: number;
  /** Since when, when there are older ones. */
  since?: string;
}

/** What has failed, grouped by error: those who wait for people first, then what is most. */
export const failures = read({
  input: z.object({}),
  run: async (stage): Promise<Failures> => {
    const sagas = await stage.sagas();
    const [parked, executions, recent] = await Promise.all([
      parkedOf(sagas),
      badEnds(stage, sagas),
      recentOrders(stage, sagas),
    ]);
    const groups = new Groups();
    for (const order of parked)
      groups.add('parked', order, {
        at: order.waitsSince ?? order.createdAt,
        where: failuresOf(order).at(-1)?.step,
      });
    for (const { order, execution } of executions)
      groups.add('execution', order, { at: timeOf(execution.stopDate), where: execution.status });
    for (const order of recent.orders)
      if (order.status === 'CANCELLED') groups.add('cancelled', order, { at: order.createdAt });
    return {
      groups: groups.sorted(),
      looked: recent.orders.length,
      ...(recent.since && { since: recent.since }),
    };
  },
});

/** Orders that wait for manual intervention; of one error unless it is left out. */
export async function parkedOf({ waiting }: StageSagas, error?: string): Promise<Order[]> {
  const found: Order[] = [];
  let after: Parameters<typeof waiting.parked>[1];
  do {
    const { items, last } = await waiting.parked(AT_ONCE, after);
    found.push(...(await waiting.read(items.map(({ id }) => id))));
    after = last ? items.at(-1) : undefined;
  } while (after && found.length < LOOKED_THROUGH);
  return found.filter((order) => order.attention && (error === undefined || errorOf(order) === error));
}

/** Executions that ended badly and whose order is not parked any more, or never was: those that are parked are told once. */
async function badEnds({ sfn }: Stage, sagas: StageSagas) {
  const { machines } = sagas;
  const lists = await Promise.all(
    [machines.saga, machines.undo].flatMap((stateMachineArn) =>
      (['FAILED', 'TIMED_OUT', 'ABORTED'] as const).map(async (statusFilter) => {
        const page = await sfn.send(
          new ListExecutionsCommand({ stateMachineArn, statusFilter, maxResults: ENDED_BADLY }),
        );
        return page.executions ?? [];
      }),
    ),
  );
  const executions = lists.flat();
  const orders = await byOrder(sagas, executions);
  return executions.flatMap((execution) => {
    const order = orders.get(orderIdOf(execution.name ?? ''));
    return order && !order.attention ? [{ order, execution }] : [];
  });
}

async function recentOrders({ sfn }: Stage, sagas: StageSagas) {
  const { executions = [], nextToken } = await sfn.send(
    new ListExecutionsCommand({ stateMachineArn: sagas.machines.saga, maxResults: LOOKED_THROUGH }),
  );
  const orders = await byOrder(sagas, executions);
  return { orders: [...orders.values()], since: nextToken && timeOf(executions.at(-1)?.startDate) };
}

async function byOrder(sagas: StageSagas, executions: ExecutionListItem[]): Promise<Map<string, Order>> {
  const ids = [...new Set(executions.map(({ name = '' }) => orderIdOf(name)))];
  return new Map((await ordersOf(sagas, ids)).map((order) => [order.id, order]));
}

const timeOf = (date: Date | undefined): string => new Date(date ?? 0).toISOString();

/** Of an order that is neither parked nor cancelled, as when its execution was stopped. */
const UNKNOWN = 'not settled';

const KINDS: readonly FailureGroup['kind'][] = ['parked', 'execution', 'cancelled'];

class Groups {
  readonly #groups = new Map<string, FailureGroup>();

  add(kind: FailureGroup['kind'], order: Order, { at, where }: { at: string; where?: string }): void {
    const error = errorOf(order) ?? UNKNOWN;
    const key = JSON.stringify([kind, error, where]);
    const group = this.#groups.get(key) ?? {
      kind,
      error,
      ...(where && { where }),
      count: 0,
      latest: { id: order.id, at },
    };
    group.count += 1;
    if (at > group.latest.at) group.latest = { id: order.id, at };
    this.#groups.set(key, group);
  }

  sorted(): FailureGroup[] {
    return [...this.#groups.values()].sort(
      (a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || b.count - a.count,
    );
  }
}
