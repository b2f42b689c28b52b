import { SagaOrder } from '../../contracts/order-saga.ts';
import { step } from '../../platform/step.ts';
import { makeReservations } from '../composition.ts';

const reservations = makeReservations();

export const handler = step(SagaOrder, (order) => reservations.release(order));
