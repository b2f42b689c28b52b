import { readConfig, required } from '../../platform/config.ts';
import { invocation } from '../../platform/invocation.ts';
import { log } from '../../platform/log.ts';
import { makeOrderRepository } from '../composition.ts';
import { ParkedMessages } from '../parked-messages.ts';

const { PARKED_QUEUE_URL } = readConfig({ PARKED_QUEUE_URL: required });
const orders = makeOrderRepository();
const messages = new ParkedMessages(PARKED_QUEUE_URL);

/** Every few minutes: deletes the messages of parked orders that were settled, so that the alarm ends. */
export const handler = invocation('schedule', async (): Promise<{ cleared: number }> => {
  const cleared = await messages.clear(async (id) => (await orders.get(id))?.status === 'CANCELLED');
  for (const orderId of cleared) log.info('parked no more', { orderId, action: 'cleared' });
  return { cleared: cleared.length };
});
