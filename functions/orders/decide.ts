import type { CaughtError } from '../contracts/order-saga.ts';
import { contradictionIn, type Facts } from './contradictions.ts';
import { isUnderWay, type LatestExecutions } from './executions.ts';
import { UNAVAILABLE } from './inspections.ts';

/** So many times an undo is started anew by itself; after that it is a matter for manual intervention. */
export const REDRIVES = 3;

/** For so long a service may be unavailable before an order that it knows something of is a matter for manual intervention (ms). */
export const UNAVAILABLE_LIMIT_MS = 24 * 60 * 60_000;

/** What is to be done about it, and why. The names stand in logs and alarms. */
export type Decision = { why: string } & (
  | { action: 'leave' | 'wait' | 'start' | 'start-cancellation' | 'park' }
  /** `redrive`: the number of the execution that undoes it. */
  | { action: 'undo'; redrive: number; failure: CaughtError }
);

/**
 * Decides about an order that is PENDING for longer than its saga may take. A saga that runs is left alone, one that was never
 * started is started, and one that ended without settling the order is undone, which is safe because undos read what was done.
 * An order whose facts contradict each other is parked for manual intervention.
 */
export function decide(facts: Facts): Decision {
  const { order, executions, reservation, charge, pendingMs } = facts;
  const { saga, cancel, redrive } = executions;
  const redrives = order.redrives ?? 0;
  if (order.status !== 'PENDING') return { action: 'leave', why: `the order is ${order.status}` };
  if (order.attention) return { action: 'leave', why: 'the order waits for manual intervention' };
  const running = [saga, cancel, redrive].find((one) => one && isUnderWay(one));
  if (running) return { action: 'leave', why: `the execution ${running.name} is ${running.status}` };
  const contradiction = contradictionIn(facts);
  if (contradiction) return { action: 'park', why: contradiction };
  if (redrives >= REDRIVES && redrive)
    return { action: 'park', why: `${redrives} redrives did not bring it to its end` };
  const unavailable = [
    reservation === UNAVAILABLE && 'inventory',
    charge === UNAVAILABLE && 'payments',
  ].filter(Boolean);
  if (unavailable.length > 0) {
    const why = `${unavailable.join(' and ')} cannot be asked`;
    return pendingMs > UNAVAILABLE_LIMIT_MS ? { action: 'park', why } : { action: 'wait', why };
  }
  if (order.confirmedAt && !cancel && redrives === 0)
    return { action: 'start-cancellation', why: 'its cancellation was never started' };
  if (!saga && !cancel && redrives === 0 && !order.cancellation && knowNothing(facts))
    return { action: 'start', why: 'its saga was never started' };
  // One that was counted and is not there was not started any more: it is the next, not one more.
  const next = redrives > 0 && !redrive ? redrives : redrives + 1;
  return { action: 'undo', redrive: next, failure: failureOf(facts), why: endOf(executions) };
}

const knowNothing = ({ reservation, charge }: Facts): boolean =>
  reservation !== UNAVAILABLE &&
  reservation.status === 'NONE' &&
  charge !== UNAVAILABLE &&
  charge.status === 'NONE';

function endOf({ saga, cancel, redrive }: LatestExecutions): string {
  const last = redrive ?? cancel ?? saga;
  return last ? `the execution ${last.name} has ${last.status} and left it pending` : 'no execution is known';
}

/** What the customer is told: what the order was refused for, if it was. */
function failureOf({ order, reservation, charge, executions }: Facts): CaughtError {
  const rejection =
    (reservation !== UNAVAILABLE && reservation.refusal) ||
    (charge !== UNAVAILABLE && charge.refusal) ||
    undefined;
  return order.stranded?.failure ?? { Error: rejection ?? 'Unfinished', Cause: endOf(executions) };
}
