import { getOrder } from '../../contracts/http/orders.ts';
import { endpoint } from '../../kit/http/endpoint.ts';
import { ok } from '../../kit/http/response.ts';
import { ServiceError } from '../../kit/service-error.ts';
import { ownTable } from '../../kit/table.ts';
import { presentOrder } from '../order.ts';
import { OrderRepository } from '../repository.ts';

const orders = new OrderRepository(ownTable());

/** GET /orders/{id}. Somebody else's order does not exist. */
export const handler = endpoint(getOrder, async ({ caller, path }) => {
  const order = await orders.get(path.id);
  if (order?.customerId !== caller.id) throw new ServiceError('notFound', 'There is no such order.');
  return ok(presentOrder(order));
});
