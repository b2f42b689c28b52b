import { SagaFailure } from '../../contracts/order-saga.ts';
import { report } from '../../platform/invocation.ts';
import { step } from '../../platform/step.ts';
import { tableFromEnvironment } from '../../platform/table.ts';
import { OrderRepository } from '../repository.ts';
import { OrderSettlement } from '../settle-order.ts';

const settlement = new OrderSettlement(new OrderRepository(tableFromEnvironment()));

export const handler = step(SagaFailure, async (order) => {
  await settlement.cancel(order, order.failure);
  report({ orderOutcome: 'cancelled' });
});
