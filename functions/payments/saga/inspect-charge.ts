import { ChargeFound, Inspection } from '../../contracts/saga-inspection.ts';
import { step } from '../../platform/step.ts';
import { makeCharges } from '../composition.ts';

const charges = makeCharges();

/** What an order was charged, for the reconciler of orders. It changes nothing. */
export const handler = step(Inspection, async ({ orderId }) =>
  ChargeFound.parse((await charges.get(orderId)) ?? { status: 'NONE' }),
);
