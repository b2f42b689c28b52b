import { SagaOrder } from '../../contracts/order-saga.ts';
import { step } from '../../platform/step.ts';
import { tableFromEnvironment } from '../../platform/table.ts';
import { Charges } from '../charges.ts';

const charges = new Charges(tableFromEnvironment());

export const handler = step(SagaOrder, (order) => charges.charge(order));
