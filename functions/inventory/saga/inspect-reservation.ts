import { Inspection, ReservationFound } from '../../contracts/saga-inspection.ts';
import { step } from '../../platform/step.ts';
import { ownTable } from '../../platform/table.ts';
import { InventoryRepository } from '../repository.ts';

const inventory = new InventoryRepository(ownTable());

/** What is held for an order, for the reconciler of orders. It changes nothing. */
export const handler = step(Inspection, async ({ orderId }) =>
  ReservationFound.parse((await inventory.reservation(orderId)) ?? { status: 'NONE', items: [] }),
);
