import { SagaFailure } from '../../contracts/order-saga.ts';
import { report } from '../../kit/invocation.ts';
import { step } from '../../kit/step.ts';
import { ownTable } from '../../kit/table.ts';
import { OrderRepository } from '../repository.ts';
import { OrderSettlement } from '../settle-order.ts';

const settlement = new OrderSettlement(new OrderRepository(ownTable()));

export const handler = step(SagaFailure, async (order) => {
  await settlement.cancel(order, order.failure);
  report({ orderOutcome: 'cancelled' });
});
