import { listOrders } from '../../contracts/http/orders.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { listOf, readCursor } from '../../platform/http/list.ts';
import { ok } from '../../platform/http/response.ts';
import { makeOrderRepository } from '../composition.ts';
import { toOrderView } from '../order.ts';
import { listedCustomer } from '../readable.ts';

const orders = makeOrderRepository();

/** GET /orders, newest first. */
export const handler = endpoint(listOrders, async ({ caller, query }) => {
  const { status, limit } = query;
  const customerId = listedCustomer(query.customer, caller);
  const page = await orders.list({ customerId, status, limit, after: readCursor(query.cursor) });
  return ok(listOf(page, toOrderView, (order) => order.id));
});
