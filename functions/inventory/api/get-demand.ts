import { getDemand } from '../../contracts/http/inventory.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { ServiceError } from '../../platform/service-error.ts';
import { makeDemandRepository } from '../composition.ts';

const figures = makeDemandRepository();

/** GET /inventory/{sku}/demand, for staff. */
export const handler = endpoint(getDemand, async ({ path: { sku } }) => {
  const demand = await figures.of(sku);
  if (!demand) throw new ServiceError('notFound', 'There is no such product.');
  return ok({ sku, ...demand });
});
