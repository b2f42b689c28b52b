import { getInventory } from '../../contracts/http/inventory.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { ServiceError } from '../../platform/service-error.ts';
import { tableFromEnvironment } from '../../platform/table.ts';
import { InventoryRepository } from '../repository.ts';
import { stockTag, toStockView } from '../view.ts';

const inventory = new InventoryRepository(tableFromEnvironment());

/** GET /inventory/{sku}: what can be ordered, and what is promised. */
export const handler = endpoint(getInventory, async ({ path }) => {
  const stock = await inventory.stock(path.sku);
  if (!stock) throw new ServiceError('notFound', 'There is no such product.');
  return ok(toStockView(stock), stockTag(stock));
});
