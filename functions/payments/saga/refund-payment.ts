import { SagaOrder } from '../../contracts/order-saga.ts';
import { step } from '../../platform/step.ts';
import { makeCharges } from '../composition.ts';

const charges = makeCharges();

export const handler = step(SagaOrder, (order) => charges.refund(order));
