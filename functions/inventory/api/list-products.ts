import { listProducts } from '../../contracts/http/inventory.ts';
import { endpoint } from '../../kit/http/endpoint.ts';
import { listOf, readCursor } from '../../kit/http/list.ts';
import { ok } from '../../kit/http/response.ts';
import { ownTable } from '../../kit/table.ts';
import { presentProduct } from '../product.ts';
import { InventoryRepository } from '../repository.ts';

const inventory = new InventoryRepository(ownTable());

/** GET /products, in the order of their sku. */
export const handler = endpoint(listProducts, async ({ query }) => {
  const page = await inventory.products(query.limit, readCursor(query.cursor));
  return ok(listOf(page, presentProduct, (product) => product.sku));
});
