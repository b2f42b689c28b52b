import { listProducts } from '../../contracts/http/inventory.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { listOf, readCursor } from '../../platform/http/list.ts';
import { ok } from '../../platform/http/response.ts';
import { ownProducts } from '../own-products.ts';
import { presentProduct } from '../present.ts';

const products = ownProducts();

/** GET /products, in the order of their sku. */
export const handler = endpoint(listProducts, async ({ query }) => {
  const page = await products.list(query.limit, readCursor(query.cursor));
  return ok(listOf(page, presentProduct, (product) => product.sku));
});
