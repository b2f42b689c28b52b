import { listSagas } from '../../contracts/http/sagas.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { listOf, readCursor } from '../../platform/http/list.ts';
import { ok } from '../../platform/http/response.ts';
import { makeWaitingOrders } from '../composition.ts';
import { afterCursor, cursorOf } from '../parked-cursor.ts';
import { toSagaView } from '../saga-view.ts';

const waiting = makeWaitingOrders();

/** GET /sagas, the longest waiting first. One that came to its end since the index was read is left out. */
export const handler = endpoint(listSagas, async ({ query }) => {
  const page = await waiting.parked(query.limit, afterCursor(readCursor(query.cursor)));
  const { next } = listOf(page, (item) => item, cursorOf);
  const orders = await waiting.read(page.items.map(({ id }) => id));
  return ok({ items: orders.filter(({ attention }) => attention).map(toSagaView), next });
});
