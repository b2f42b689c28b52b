import type { Order } from '../../../functions/orders/order.ts';
import type { Schedule } from '../schedule.ts';
import type { World } from '../world/world.ts';
import type { Books } from './read.ts';

/** Every order has come to an end that its stock and its money agree with. */
export function orderProblems(world: World, books: Books, { orders }: Schedule): string[] {
  const { reservations, charges } = books;
  const known = new Set(books.orders.map(({ id }) => id));
  return [
    ...books.orders.flatMap((order) => problemsOf(order, world, books)),
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

function problemsOf({ id, status, attention, reason }: Order, world: World, books: Books): string[] {
  const reservation = books.reservations.get(id)?.status ?? 'none';
  const charge = books.charges.get(id)?.status ?? 'none';
  const state = `order ${id} is ${status}, its reservation ${reservation}, its charge ${charge}`;
  // When ParkOrder itself fails for good, its order is for whoever looks after failed executions: nothing holds it.
  if (parkFailed(world, id)) return [];
  const problems: string[] = [];
  const held = reservation === 'HELD' || reservation === 'COMMITTED';
  if (status === 'CONFIRMED' && !(held && charge === 'CHARGED')) problems.push(state);
  if (status === 'CANCELLED' && (held || charge === 'CHARGED')) problems.push(state);
  if (status === 'CANCELLED' && !reason) problems.push(`order ${id} is CANCELLED for no reason`);
  if (status === 'PENDING') problems.push(...pendingProblems(id, attention, state, world));
  else if (attention) problems.push(`order ${id} is ${status} and waits for people`);
  return problems;
}

/**
 * An order may stay PENDING only while people know of it: parked, with a message that says so, or never started, with
 * its event among the dead letters. A parked one has been tried all undos: nothing is held unless that one failed.
 */
function pendingProblems(id: string, attention: boolean | undefined, state: string, world: World): string[] {
  const aside = world.messages.aside.filter(({ body }) => body.includes(id));
  const parked = aside.find(({ queue }) => queue === 'orders-parked');
  const execution = world.executions.all.get(id);
  if (!execution)
    return aside.length > 0 ? [] : [`order ${id} is PENDING, was never started, and nobody knows`];
  if (!parked) return [`order ${id} is PENDING, and no message says so`];
  if (!attention) return [`order ${id} is PENDING without attention`];
  return undoneProblems(JSON.parse(parked.body) as Stranded, state, execution.path);
}

interface Stranded {
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

/** Whether the last that happened to an order was that it could not be parked. */
function parkFailed(world: World, id: string): boolean {
  const { outcome, path } = world.executions.all.get(id) ?? {};
  return path?.at(-1) === 'ParkOrder' && outcome?.status === 'FAILED';
}
