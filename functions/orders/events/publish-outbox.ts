import { readConfig, required } from '../../kit/config.ts';
import { outboxPublisher } from '../../kit/outbox-publisher.ts';
import { sagaStarter } from '../start-saga.ts';

const { TOPIC_ARN } = readConfig({ TOPIC_ARN: required });
const startSaga = sagaStarter();

/**
 * The orders outbox. An order.created also starts the saga, in case that the function which placed the order died
 * before it could; the execution's name makes the two one.
 */
export const handler = outboxPublisher({
  topicArn: TOPIC_ARN,
  before: async (event) => {
    if (event.type === 'order.created') await startSaga(event.data);
  },
});
