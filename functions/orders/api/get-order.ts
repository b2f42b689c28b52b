import { getOrder } from '../../contracts/http/orders.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { makeOrderRepository } from '../composition.ts';
import { toOrderView } from '../order.ts';
import { requireReadable } from '../readable.ts';

const orders = makeOrderRepository();

/** GET /orders/{id}. Somebody else's order does not exist, but for staff. */
export const handler = endpoint(getOrder, async ({ caller, path }) =>
  ok(toOrderView(requireReadable(await orders.get(path.id), caller))),
);
