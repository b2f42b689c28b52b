import { CANCELLATIONS } from '../../../functions/contracts/business-rejections.ts';
import type { Order } from '../../../functions/orders/order.ts';
import { chargeStatuses } from '../../../ops/ledger/rows.ts';
import type { Schedule } from '../schedule.ts';
import type { Execution } from '../world/executions.ts';
import { type Fault, FOR_GOOD } from '../world/faults.ts';
import type { World } from '../world/world.ts';
import type { WorldRows } from './read.ts';

/** What the invariants of the rows leave open: what was said to customers, and whether a parked order is truly stuck. */
export function orderProblems(world: World, rows: WorldRows, { orders, faults }: Schedule): string[] {
  const known = new Set(rows.orders.map(({ id }) => id));
  const charges = chargeStatuses(rows);
  const reservations = new Map(rows.reservations.map(({ orderId, status }) => [orderId, status]));
  return [
    ...rows.orders
      .filter((order) => !(isReconcilerDead(faults) && isFalselyConfirmed(order, world)))
      .flatMap((order) => [
        ...cancellationProblems(order, world),
        ...parkedProblems(order, world, {
          reservation: reservations.get(order.id) ?? 'none',
          charge: charges.get(order.id) ?? 'none',
        }),
      ]),
    ...[...world.answered.values()]
      .filter((id) => !known.has(id))
      .map((id) => `a customer was given ${id}, which is not in the table`),
    ...(rows.orders.length > orders.length
      ? [`${orders.length} orders were placed, ${rows.orders.length} are in the table`]
      : []),
  ];
}

function cancellationProblems({ id, status, reason, cancellation }: Order, world: World): string[] {
  const problems: string[] = [];
  if (cancellation && reason && reason.code !== CANCELLATIONS[cancellation.by].code)
    problems.push(`order ${id} was to be cancelled by its ${cancellation.by}, and reads ${reason.code}`);
  if (world.accepted.has(id) && !cancellation && status !== 'CANCELLED')
    problems.push(`somebody was told that order ${id} is being cancelled; it is ${status}`);
  return problems;
}

interface State {
  reservation: string;
  charge: string;
}

/**
 * A parked order has a message that says so. One that its saga has parked was tried all undos: nothing is held unless that
 * one failed.
 */
function parkedProblems({ id, status, attention }: Order, world: World, state: State): string[] {
  if (status !== 'PENDING' || !attention) return [];
  const parked = world.messages.aside.filter(
    ({ queue, body }) => queue === 'orders-parked' && body.includes(id),
  );
  if (parked.length === 0) return [`order ${id} is PENDING, and no message says so`];
  const path = world.executions.of(id).flatMap((one) => one.path);
  return parked
    .map(({ body }) => JSON.parse(body) as Stranded)
    .filter(({ why }) => why === undefined)
    .flatMap((stranded) => undoneProblems(stranded, state, path))
    .map(
      (problem) =>
        `order ${id} is PENDING, its reservation ${state.reservation}, its charge ${state.charge}; ${problem}`,
    );
}

interface Stranded {
  /** Why the reconciler has parked it; ParkOrder names the undos instead. */
  why?: string;
  refundFailure?: unknown;
  releaseFailure?: unknown;
  cancelFailure?: unknown;
}

/** What was not named as failed was undone. */
function undoneProblems(stranded: Stranded, { reservation, charge }: State, path: string[]): string[] {
  const problems: string[] = [];
  const { refundFailure, releaseFailure, cancelFailure } = stranded;
  if (!refundFailure && !releaseFailure && !cancelFailure)
    problems.push(`it is parked, but no undo failed (${path.join(' ')})`);
  if (!releaseFailure && ['HELD', 'COMMITTED'].includes(reservation)) problems.push('no release failed');
  if (!refundFailure && charge === 'CHARGED') problems.push('no refund failed');
  return problems;
}

/** Whether an order was confirmed after its saga had failed to park it: only the reconciler withdraws that. */
export const isFalselyConfirmed = ({ id, status }: Order, world: World): boolean =>
  status === 'CONFIRMED' && world.executions.of(id).some(parkFailed);

/** Whether an execution ended without parking its order. */
const parkFailed = ({ outcome, path }: Execution): boolean =>
  path.at(-1) === 'ParkOrder' && outcome?.status === 'FAILED';

/** Whether the reconciler itself never works. */
export const isReconcilerDead = (faults: Fault[]): boolean =>
  faults.some(({ fn, times }) => fn === 'reconcile-orders' && times >= FOR_GOOD);
