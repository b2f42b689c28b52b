import { ChargeFound, Inspection } from '../../contracts/saga-inspection.ts';
import { step } from '../../platform/step.ts';
import { tableFromEnvironment } from '../../platform/table.ts';
import { Charges } from '../charges.ts';

const charges = new Charges(tableFromEnvironment());

/** What an order was charged, for the reconciler of orders. It changes nothing. */
export const handler = step(Inspection, async ({ orderId }) =>
  ChargeFound.parse((await charges.get(orderId)) ?? { status: 'NONE' }),
);
