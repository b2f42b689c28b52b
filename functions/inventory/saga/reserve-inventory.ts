import { SagaOrder } from '../../contracts/order-saga.ts';
import { step } from '../../platform/step.ts';
import { tableFromEnvironment } from '../../platform/table.ts';
import { InventoryRepository } from '../repository.ts';
import { Reservations } from '../reservations.ts';

const reservations = new Reservations(new InventoryRepository(tableFromEnvironment()));

export const handler = step(SagaOrder, (order) => reservations.reserve(order));
