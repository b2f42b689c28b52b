import { Inspection, ReservationFound } from '../../contracts/saga-inspection.ts';
import { step } from '../../platform/step.ts';
import { makeReservationRepository } from '../composition.ts';

const reservations = makeReservationRepository();

/** What is held for an order, for the reconciler of orders. It changes nothing. */
export const handler = step(Inspection, async ({ orderId }) =>
  ReservationFound.parse((await reservations.get(orderId)) ?? { status: 'NONE', items: [] }),
);
