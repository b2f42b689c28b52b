import { SagaOrder } from '../../contracts/order-saga.ts';
import { report } from '../../platform/invocation.ts';
import { step } from '../../platform/step.ts';
import { makeSettlement } from '../composition.ts';

const settlement = makeSettlement();

export const handler = step(SagaOrder, async (order) => {
  await settlement.confirm(order);
  report({ orderOutcome: 'confirmed' });
});
