import type { ChargeFound, ReservationFound } from '../contracts/saga-inspection.ts';
import { log } from '../platform/log.ts';
import { UNAVAILABLE_LIMIT_MS } from './decide.ts';
import type { OrderExecutions } from './executions.ts';
import { type Inspections, UNAVAILABLE, type Unavailable } from './inspections.ts';
import type { OrderRepository } from './repository.ts';

/** For so long after its saga has failed an order is looked at (ms): no attempt to confirm it comes later than that. */
const WATCHED_MS = 2 * UNAVAILABLE_LIMIT_MS;

interface Dependencies {
  orders: Pick<OrderRepository, 'get' | 'beginCancellation'>;
  executions: Pick<OrderExecutions, 'failedSagas'>;
  inspections: Pick<Inspections, 'reservation' | 'charge'>;
  now?: Date;
}

/** How many confirmations were withdrawn in a run, and how many orders could not be looked at. */
export interface Withdrawals {
  withdraw?: number;
  failed?: number;
}

/**
 * Withdraws confirmations that nothing stands behind. A saga that turned around and could not even park its order has
 * failed; an attempt to confirm it that comes after that finds it PENDING and confirms it, although its stock or its
 * money may have been given back. So the orders of failed sagas are looked at for two days, and one that is CONFIRMED
 * without its stock or its charge is cancelled by the shop: `order.cancelling` starts the undo, whoever dies here. One of
 * which nobody can tell for a day is cancelled too: its ledger balances then, whatever was so.
 */
export async function withdrawFalseConfirmations(given: Dependencies): Promise<Withdrawals> {
  const { orders, executions, inspections, now = new Date() } = given;
  const found: Withdrawals = {};
  for (const { orderId, stoppedAt } of await executions.failedSagas(new Date(now.getTime() - WATCHED_MS))) {
    try {
      const order = await orders.get(orderId);
      if (order?.status !== 'CONFIRMED') continue;
      const [reservation, charge] = await Promise.all([
        inspections.reservation(orderId),
        inspections.charge(orderId),
      ]);
      const why = reasonToWithdraw(reservation, charge, now.getTime() - stoppedAt.getTime());
      if (!why) continue;
      await orders.beginCancellation(order, { by: 'staff', at: now.toISOString() });
      found.withdraw = (found.withdraw ?? 0) + 1;
      log.warn('order reconciled', { orderId, action: 'withdraw', why });
    } catch (thrown) {
      // Also when it has changed meanwhile: the next run looks again.
      found.failed = (found.failed ?? 0) + 1;
      log.error('order not reconciled', thrown, { orderId, action: 'failed' });
    }
  }
  return found;
}

/** What a confirmed order lacks, as a sentence; undefined while it may have all. `sinceMs`: for how long its saga has ended. */
function reasonToWithdraw(
  reservation: ReservationFound | Unavailable,
  charge: ChargeFound | Unavailable,
  sinceMs: number,
): string | undefined {
  if (reservation !== UNAVAILABLE && !['HELD', 'COMMITTED'].includes(reservation.status))
    return `it is CONFIRMED, and its reservation is ${reservation.status}`;
  if (charge !== UNAVAILABLE && charge.status !== 'CHARGED')
    return `it is CONFIRMED, and its charge is ${charge.status}`;
  const unknown = reservation === UNAVAILABLE || charge === UNAVAILABLE;
  return unknown && sinceMs > UNAVAILABLE_LIMIT_MS
    ? 'it is CONFIRMED by a saga that has failed, and nobody can tell what it holds'
    : undefined;
}
