import { SagaOrder } from '../../contracts/order-saga.ts';
import { report } from '../../kit/invocation.ts';
import { step } from '../../kit/step.ts';
import { ownTable } from '../../kit/table.ts';
import { OrderRepository } from '../repository.ts';
import { OrderSettlement } from '../settle-order.ts';

const settlement = new OrderSettlement(new OrderRepository(ownTable()));

export const handler = step(SagaOrder, async (order) => {
  await settlement.confirm(order);
  report({ orderOutcome: 'confirmed' });
});
