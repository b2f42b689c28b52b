import { log } from '../platform/log.ts';
import { ConditionFailed } from '../platform/table.ts';
import type { HeldReservation, ReservationRepository } from './reservation-repository.ts';

/** How long an answer may take before the question is put again (ms). */
const ASK_AGAIN_MS = 15 * 60_000;

/** So many questions without an answer are a matter for manual intervention. */
const MOST_QUESTIONS = 3;

/** How many are asked for in one run, which is what one read by keys takes; the rest waits for the next. */
const AT_ONCE = 100;

interface AskOptions {
  reservations: ReservationRepository;
  /** Told once of each reservation that stays without an answer. */
  alert: (reservation: HeldReservation) => Promise<void>;
  now?: Date;
}

/**
 * Looks for reservations whose order should have been settled by now, and asks orders what became of each. It gives
 * nothing back by itself: stock that stands still costs a sale, stock that is sold twice costs a customer, and no
 * length of time proves that a confirmation is not waiting in some dead-letter queue. Only an answer that is final
 * ends a reservation, and a final answer cannot be overtaken.
 *
 * @returns how many were asked for.
 */
export async function askOverdue({ reservations, alert, now = new Date() }: AskOptions): Promise<number> {
  const overdue = await reservations.overdue(now.toISOString(), AT_ONCE);
  const again = new Date(now.getTime() + ASK_AGAIN_MS).toISOString();
  let asked = 0;
  for (const reservation of overdue) {
    // Alerts first: a run that dies in between alerts operators twice rather than never.
    if (reservation.asked === MOST_QUESTIONS) await alert(reservation);
    try {
      await reservations.ask(reservation, again);
      asked += 1;
      log.warn('reservation overdue', { orderId: reservation.orderId, heldAt: reservation.heldAt });
    } catch (thrown) {
      // Settled since the index was read, or asked for by another run.
      if (!(thrown instanceof ConditionFailed)) throw thrown;
    }
  }
  return asked;
}
