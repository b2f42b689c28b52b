import { putInventory } from '../../contracts/http/inventory.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { makeStockRepository } from '../composition.ts';
import { countStock } from '../count-stock.ts';
import { stockTag, toStockView } from '../view.ts';

const stocks = makeStockRepository();

/** PUT /inventory/{sku}, by staff: the stock is what was counted. */
export const handler = endpoint(putInventory, async ({ path: { sku }, body, preconditions }) => {
  const stock = await countStock(stocks, { sku, ...body, preconditions });
  return ok(toStockView(stock), stockTag(stock));
});
