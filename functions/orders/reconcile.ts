import type { CaughtError, SagaOrder } from '../contracts/order-saga.ts';
import { log } from '../platform/log.ts';
import { count } from '../platform/metrics/recorder.ts';
import { ConditionFailed } from '../platform/table.ts';
import { inTraceOf } from '../platform/tracing/in-trace-of.ts';
import type { Facts } from './contradictions.ts';
import { type Decision, decide } from './decide.ts';
import type { OrderExecutions } from './executions.ts';
import type { Inspections } from './inspections.ts';
import { pendingSince, sagaInput } from './order.ts';
import type { ParkedMessages } from './parked-messages.ts';
import type { OrderRepository } from './repository.ts';
import type { WaitingOrders } from './waiting-orders.ts';

/** After how long at most an order that was looked at and is still pending is looked at again (ms). */
const LOOK_AGAIN_MS = 15 * 60_000;

/** How many are looked at in one run; the rest waits for the next. */
const AT_ONCE = 20;

interface Dependencies {
  orders: OrderRepository;
  waiting: WaitingOrders;
  executions: Pick<OrderExecutions, 'latest'>;
  inspections: Pick<Inspections, 'reservation' | 'charge'>;
  startSaga: (order: SagaOrder) => Promise<void>;
  startUndo: (order: SagaOrder) => Promise<void>;
  startRedrive: (order: SagaOrder, redrive: number, failure: CaughtError) => Promise<void>;
  messages: Pick<ParkedMessages, 'send'>;
  /** From which age on a PENDING order is looked at (ms). */
  overdueMs: number;
  now?: Date;
}

/** How often each action was taken in a run. `failed`: an order that could not be looked at. */
export type Tally = Partial<Record<Decision['action'] | 'failed', number>>;

/**
 * Finds orders that are PENDING for longer than their saga may take, and brings each to its end: `decide` says how. It
 * says in one line of the log what it did about each, as `action`. An order is taken before it is looked at, so that
 * two runs at once do not do the same, and one that fails every time does not keep the others waiting.
 */
export async function reconcile(given: Dependencies): Promise<Tally> {
  const { orders, waiting, overdueMs, now = new Date() } = given;
  const before = now.getTime() - overdueMs;
  const since = new Date(before).toISOString();
  const again = new Date(before + Math.min(LOOK_AGAIN_MS, overdueMs)).toISOString();
  const tally: Tally = {};
  for (const id of await waiting.overdue(since, AT_ONCE)) {
    try {
      const order = await orders.get(id);
      // The index is a moment behind, or another run was quicker.
      if (order?.status !== 'PENDING' || order.attention || (order.waitsSince ?? since) > since) continue;
      if (!(await orders.take(order, again))) continue;
      const { facts, acted } = await inTraceOf(order.traceparent, 'reconcile order', async () => {
        const facts = await gather(given, { ...order, waitsSince: again }, now);
        const decision = decide(facts);
        return { facts, acted: (await act(given, facts, decision)) ? decision : CHANGED };
      });
      tally[acted.action] = (tally[acted.action] ?? 0) + 1;
      log.warn('order reconciled', {
        orderId: id,
        action: acted.action,
        why: acted.why,
        facts: brief(facts),
      });
    } catch (thrown) {
      tally.failed = (tally.failed ?? 0) + 1;
      log.error('order not reconciled', thrown, { orderId: id, action: 'failed' });
    }
  }
  return tally;
}

const CHANGED: Decision = { action: 'leave', why: 'it has changed while it was looked at' };

async function gather(given: Dependencies, order: Facts['order'], now: Date): Promise<Facts> {
  const { executions, inspections } = given;
  const [latest, reservation, charge] = await Promise.all([
    executions.latest(order),
    inspections.reservation(order.id),
    inspections.charge(order.id),
  ]);
  return { order, executions: latest, reservation, charge, pendingMs: now.getTime() - pendingSince(order) };
}

/** @returns false when the order has changed meanwhile, and nothing was done to it. */
async function act(given: Dependencies, facts: Facts, decision: Decision): Promise<boolean> {
  const { order } = facts;
  if (decision.action === 'start') await given.startSaga(sagaInput(order));
  if (decision.action === 'start-cancellation') await given.startUndo(sagaInput(order));
  if (decision.action === 'undo') {
    const { redrive, failure } = decision;
    if (!(await given.orders.countRedrive(order, redrive))) return false;
    await given.startRedrive(sagaInput(order), redrive, failure);
  }
  return decision.action === 'park' ? park(given, facts, decision.why) : true;
}

/** First the message, then the mark, as ParkOrder does; the mark only if the order is still as it was read. */
async function park({ messages, orders }: Dependencies, facts: Facts, why: string): Promise<boolean> {
  const { order } = facts;
  const stranded = order.stranded ?? { failure: { Error: 'Unfinished', Cause: why } };
  await messages.send({ ...sagaInput(order), ...stranded, why, found: brief(facts) });
  try {
    if (await orders.park(order, stranded)) count('sagas_parked_total', {});
    return true;
  } catch (thrown) {
    if (thrown instanceof ConditionFailed) return false;
    throw thrown;
  }
}

/** The facts as the log and people have them: no goods, no customer. */
const brief = ({ order, executions, reservation, charge, pendingMs }: Facts) => ({
  pendingMs,
  redrives: order.redrives ?? 0,
  executions: Object.values(executions).flatMap((one) =>
    one ? [{ name: one.name, status: one.status, error: one.error }] : [],
  ),
  reservation: typeof reservation === 'string' ? reservation : reservation.status,
  charge: typeof charge === 'string' ? charge : charge.status,
});
