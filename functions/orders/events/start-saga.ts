import { consumer } from '../../kit/consumer.ts';
import { sagaStarter } from '../start-saga.ts';

const startSaga = sagaStarter();

/**
 * order.created starts the saga, in case that the function which placed the order died before it could; the
 * execution's name makes the two one. Its own queue, so that neither publishing nor starting can hold up the other.
 */
export const handler = consumer({ 'order.created': ({ data }) => startSaga(data) });
