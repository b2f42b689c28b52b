import { consumer } from '../../platform/consumer.ts';
import { sagaStarter, undoStarter } from '../start-saga.ts';

const startSaga = sagaStarter();
const startUndo = undoStarter();

/**
 * order.created starts the saga, and order.cancelling the undo of what was confirmed, in case that the function which
 * wrote the event died before it could; the execution's name makes the two one. Its own queue, so that neither publishing
 * nor starting can hold up the other. An order that was not confirmed has a running saga, which turns around by itself.
 */
export const handler = consumer({
  'order.created': ({ data }) => startSaga(data),
  'order.cancelling': async ({ data }) => {
    if (data.confirmed) await startUndo(data);
  },
});
