import { SagaStranded } from '../../contracts/order-saga.ts';
import { readConfig, required } from '../../platform/config.ts';
import { report } from '../../platform/invocation.ts';
import { count } from '../../platform/metrics/recorder.ts';
import { step } from '../../platform/step.ts';
import { makeSettlement } from '../composition.ts';
import { ParkedMessages } from '../parked-messages.ts';

const { PARKED_QUEUE_URL } = readConfig({ PARKED_QUEUE_URL: required });
const settlement = makeSettlement();
const messages = new ParkedMessages(PARKED_QUEUE_URL);

/**
 * Puts an order whose undos failed for good onto the queue of parked orders, with all that is known, and marks it
 * for attention. First the queue, then the mark: should the second fail, the retry sends a second message, which
 * operators can tell by its order id; the other way round an order could wait for operators who were never told.
 */
export const handler = step(SagaStranded, async (order) => {
  await messages.send(order);
  if (await settlement.park(order, order)) count('sagas_parked_total', {});
  report({ orderOutcome: 'parked' });
});
