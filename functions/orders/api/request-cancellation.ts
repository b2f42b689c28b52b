import { cancelOrder } from '../../contracts/http/orders.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { accepted } from '../../platform/http/response.ts';
import { tableFromEnvironment } from '../../platform/table.ts';
import { makeClosedCustomers, makeOrderRepository } from '../composition.ts';
import { toOrderView } from '../order.ts';
import { OrderCancellation } from '../request-cancellation.ts';
import { undoStarter } from '../start-saga.ts';

const table = tableFromEnvironment();
const orders = makeOrderRepository(table);
const cancellation = new OrderCancellation({
  orders,
  closed: makeClosedCustomers(table, orders),
  startUndo: undoStarter(),
});

/** POST /orders/{id}/cancel */
export const handler = endpoint(cancelOrder, async ({ caller, path }) =>
  accepted(toOrderView(await cancellation.request(path.id, caller)), `/orders/${path.id}`),
);
