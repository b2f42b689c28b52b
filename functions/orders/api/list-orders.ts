import { listOrders } from '../../contracts/http/orders.ts';
import { endpoint } from '../../kit/http/endpoint.ts';
import { listOf, readCursor } from '../../kit/http/list.ts';
import { ok } from '../../kit/http/response.ts';
import { ownTable } from '../../kit/table.ts';
import { presentOrder } from '../order.ts';
import { OrderRepository } from '../repository.ts';

const orders = new OrderRepository(ownTable());

/** GET /orders: the caller's own, newest first. */
export const handler = endpoint(listOrders, async ({ caller, query }) => {
  const page = await orders.list(caller.id, query.limit, readCursor(query.cursor));
  return ok(listOf(page, presentOrder, (order) => order.id));
});
