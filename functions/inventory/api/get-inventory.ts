import { getInventory } from '../../contracts/http/inventory.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { ServiceError } from '../../platform/service-error.ts';
import { makeStockRepository } from '../composition.ts';
import { stockTag, toStockView } from '../view.ts';

const stocks = makeStockRepository();

/** GET /inventory/{sku}: what can be ordered, and what is promised. */
export const handler = endpoint(getInventory, async ({ path }) => {
  const stock = await stocks.get(path.sku);
  if (!stock) throw new ServiceError('notFound', 'There is no such product.');
  return ok(toStockView(stock), stockTag(stock));
});
