import { getOrder } from '../../contracts/http/orders.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { tableFromEnvironment } from '../../platform/table.ts';
import { toOrderView } from '../order.ts';
import { requireReadable } from '../readable.ts';
import { OrderRepository } from '../repository.ts';

const orders = new OrderRepository(tableFromEnvironment());

/** GET /orders/{id}. Somebody else's order does not exist, but for staff. */
export const handler = endpoint(getOrder, async ({ caller, path }) =>
  ok(toOrderView(requireReadable(await orders.get(path.id), caller))),
);
