import { getDemand } from '../../contracts/http/inventory.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { ServiceError } from '../../platform/service-error.ts';
import { tableFromEnvironment } from '../../platform/table.ts';
import { DemandFigures } from '../demand.ts';

const figures = new DemandFigures(tableFromEnvironment());

/** GET /inventory/{sku}/demand, for staff. */
export const handler = endpoint(getDemand, async ({ path: { sku } }) => {
  const demand = await figures.of(sku);
  if (!demand) throw new ServiceError('notFound', 'There is no such product.');
  return ok({ sku, ...demand });
});
