import { SagaOrder } from '../../contracts/order-saga.ts';
import { step } from '../../kit/step.ts';
import { ownTable } from '../../kit/table.ts';
import { Charges } from '../charges.ts';

const charges = new Charges(ownTable());

export const handler = step(SagaOrder, (order) => charges.refund(order));
