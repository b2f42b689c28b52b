import { Inspection, ReservationFound } from '../../contracts/saga-inspection.ts';
import { step } from '../../platform/step.ts';
import { tableFromEnvironment } from '../../platform/table.ts';
import { InventoryRepository } from '../repository.ts';

const inventory = new InventoryRepository(tableFromEnvironment());

/** What is held for an order, for the reconciler of orders. It changes nothing. */
export const handler = step(Inspection, async ({ orderId }) =>
  ReservationFound.parse((await inventory.reservation(orderId)) ?? { status: 'NONE', items: [] }),
);
