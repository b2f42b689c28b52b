import { CANCELLATIONS } from '../../../functions/contracts/refusals.ts';
import type { Order } from '../../../functions/orders/order.ts';
import type { Schedule } from '../schedule.ts';
import type { Execution } from '../world/executions.ts';
import { type Fault, FOR_GOOD } from '../world/faults.ts';
import type { World } from '../world/world.ts';
import type { Books } from './read.ts';

/** Every order has come to an end that its stock and its money agree with. */
export function orderProblems(world: World, books: Books, { orders, faults }: Schedule): string[] {
  const { reservations, charges } = books;
  const known = new Set(books.orders.map(({ id }) => id));
  return [
    ...books.orders.flatMap((order) => problemsOf(order, world, books, faults)),
    ...[...reservations.keys()]
      .filter((id) => !known.has(id))
      .map((id) => `there is a reservation of ${id}, but no order`),
    ...[...charges.keys()]
      .filter((id) => !known.has(id))
      .map((id) => `there is a charge of ${id}, but no order`),
    ...[...world.answered.values()]
      .filter((id) => !known.has(id))
      .map((id) => `a customer was given ${id}, which is not in the table`),
    ...(books.orders.length > orders.length
      ? [`${orders.length} orders were placed, ${books.orders.length} are in the table`]
      : []),
  ];
}

function problemsOf(order: Order, world: World, books: Books, faults: Fault[]): string[] {
  const { id, status, attention, reason, cancellation } = order;
  const reservation = books.reservations.get(id)?.status ?? 'none';
  const charge = books.charges.get(id)?.status ?? 'none';
  const state = `order ${id} is ${status}, its reservation ${reservation}, its charge ${charge}`;
  // Then its alarm rings, and nobody withdraws what was confirmed after its saga had failed.
  if (status === 'CONFIRMED' && world.executions.of(id).some(parkFailed) && isReconcilerDead(faults))
    return [];
  const problems: string[] = [];
  const held = reservation === 'HELD' || reservation === 'COMMITTED';
  if (status === 'CONFIRMED' && !(held && charge === 'CHARGED')) problems.push(state);
  if (status === 'CANCELLED' && (held || charge === 'CHARGED')) problems.push(state);
  if (status === 'CANCELLED' && !reason) problems.push(`order ${id} is CANCELLED for no reason`);
  if (status === 'PENDING') problems.push(...pendingProblems(order, state, world, faults));
  else if (attention) problems.push(`order ${id} is ${status} and waits for people`);
  if (cancellation && reason && reason.code !== CANCELLATIONS[cancellation.by].code)
    problems.push(`order ${id} was to be cancelled by its ${cancellation.by}, and reads ${reason.code}`);
  if (world.accepted.has(id) && !cancellation && status !== 'CANCELLED')
    problems.push(`somebody was told that order ${id} is being cancelled; it is ${status}`);
  if (cancellation && status === 'CONFIRMED') problems.push(`order ${id} is CONFIRMED, and to be cancelled`);
  return problems;
}

/**
 * An order may stay PENDING only while people know of it: parked, with a message that says so. When the reconciler itself
 * never works, an alarm rings, and the order can be as its saga left it. One that its saga has parked was tried all undos:
 * nothing is held unless that one failed.
 */
function pendingProblems({ id, attention }: Order, state: string, world: World, faults: Fault[]): string[] {
  const parked = world.messages.aside.filter(
    ({ queue, body }) => queue === 'orders-parked' && body.includes(id),
  );
  if (!attention && isReconcilerDead(faults)) return [];
  if (!attention) return [`order ${id} is PENDING without attention`];
  if (parked.length === 0) return [`order ${id} is PENDING, and no message says so`];
  const path = world.executions.of(id).flatMap((one) => one.path);
  return parked
    .map(({ body }) => JSON.parse(body) as Stranded)
    .filter(({ why }) => why === undefined)
    .flatMap((stranded) => undoneProblems(stranded, state, path));
}

interface Stranded {
  /** Why the reconciler has parked it; ParkOrder names the undos instead. */
  why?: string;
  refundFailure?: unknown;
  releaseFailure?: unknown;
  cancelFailure?: unknown;
}

/** What was not named as failed was undone. */
function undoneProblems(stranded: Stranded, state: string, path: string[]): string[] {
  const problems: string[] = [];
  const { refundFailure, releaseFailure, cancelFailure } = stranded;
  if (!refundFailure && !releaseFailure && !cancelFailure)
    problems.push(`${state}; it is parked, but no undo failed (${path.join(' ')})`);
  if (!releaseFailure && /reservation (HELD|COMMITTED)/.test(state))
    problems.push(`${state}; no release failed`);
  if (!refundFailure && state.includes('charge CHARGED')) problems.push(`${state}; no refund failed`);
  return problems;
}

/** Whether an execution ended without parking its order. */
const parkFailed = ({ outcome, path }: Execution): boolean =>
  path.at(-1) === 'ParkOrder' && outcome?.status === 'FAILED';

/** Whether the reconciler itself never works. */
const isReconcilerDead = (faults: Fault[]): boolean =>
  faults.some(({ fn, times }) => fn === 'reconcile-orders' && times >= FOR_GOOD);
