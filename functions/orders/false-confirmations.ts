import type { ChargeFound, ReservationFound } from '../contracts/saga-inspection.ts';
import { log } from '../kit/log.ts';
import type { OrderExecutions } from './executions.ts';
import { AWAY, type Away, type Inspections } from './inspections.ts';
import type { Order } from './order.ts';
import type { OrderRepository } from './repository.ts';

/** For so long after its saga has failed an order is looked at (ms): no attempt to confirm it comes later than that. */
const WATCHED_MS = 24 * 60 * 60_000;

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
 * money may have been given back. So the orders of failed sagas are looked at for a day, and one that is CONFIRMED
 * without its stock and its charge is cancelled by the shop: `order.cancelling` starts the undo, whoever dies here.
 */
export async function withdrawFalseConfirmations(given: Dependencies): Promise<Withdrawals> {
  const { orders, executions, inspections, now = new Date() } = given;
  const found: Withdrawals = {};
  for (const id of await executions.failedSagas(new Date(now.getTime() - WATCHED_MS))) {
    try {
      const order = await orders.get(id);
      if (order?.status !== 'CONFIRMED') continue;
      const [reservation, charge] = await Promise.all([inspections.reservation(id), inspections.charge(id)]);
      const why = missingFor(order, reservation, charge);
      if (!why) continue;
      await orders.beginCancellation(order, { by: 'staff', at: now.toISOString() });
      found.withdraw = (found.withdraw ?? 0) + 1;
      log.warn('order reconciled', { orderId: id, action: 'withdraw', why });
    } catch (thrown) {
      // Also when it has changed meanwhile: the next run looks again.
      found.failed = (found.failed ?? 0) + 1;
      log.error('order not reconciled', thrown, { orderId: id, action: 'failed' });
    }
  }
  return found;
}

/** What a confirmed order lacks, as a sentence; undefined while all is there, or a service cannot be asked. */
export function missingFor(
  { status }: Pick<Order, 'status'>,
  reservation: ReservationFound | Away,
  charge: ChargeFound | Away,
): string | undefined {
  if (reservation === AWAY || charge === AWAY) return undefined;
  const missing = [
    !['HELD', 'COMMITTED'].includes(reservation.status) && `its reservation is ${reservation.status}`,
    charge.status !== 'CHARGED' && `its charge is ${charge.status}`,
  ].filter((one) => one !== false);
  return missing.length > 0 ? `the order is ${status}, and ${missing.join(' and ')}` : undefined;
}
