import { SagaOrder } from '../../contracts/order-saga.ts';
import { step } from '../../platform/step.ts';
import { ownTable } from '../../platform/table.ts';
import { Charges } from '../charges.ts';

const charges = new Charges(ownTable());

export const handler = step(SagaOrder, (order) => charges.refund(order));
