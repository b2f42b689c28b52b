import { getOrderOverview } from '../../contracts/http/gateway.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { makeServices } from '../composition.ts';
import { readOverview } from '../overview.ts';

const services = makeServices();

/** GET /orders/{id}/overview */
export const handler = endpoint(getOrderOverview, async ({ path }) =>
  ok(await readOverview(services, path.id)),
);
