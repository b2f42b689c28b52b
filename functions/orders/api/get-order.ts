import { getOrder } from '../../contracts/http/orders.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { ownTable } from '../../platform/table.ts';
import { presentOrder } from '../order.ts';
import { requireReadable } from '../readable.ts';
import { OrderRepository } from '../repository.ts';

const orders = new OrderRepository(ownTable());

/** GET /orders/{id}. Somebody else's order does not exist, but for staff. */
export const handler = endpoint(getOrder, async ({ caller, path }) =>
  ok(presentOrder(requireReadable(await orders.get(path.id), caller))),
);
