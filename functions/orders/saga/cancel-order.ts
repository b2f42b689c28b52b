import { SagaFailure } from '../../contracts/order-saga.ts';
import { report } from '../../platform/invocation.ts';
import { step } from '../../platform/step.ts';
import { makeSettlement } from '../composition.ts';

const settlement = makeSettlement();

export const handler = step(SagaFailure, async (order) => {
  await settlement.cancel(order, order.failure);
  report({ orderOutcome: 'cancelled' });
});
