import { listProducts } from '../../contracts/http/inventory.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { listOf, readCursor } from '../../platform/http/list.ts';
import { ok } from '../../platform/http/response.ts';
import { makeProducts } from '../composition.ts';
import { toProductView } from '../view.ts';

const products = makeProducts();

/** GET /products, in the order of their sku. */
export const handler = endpoint(listProducts, async ({ query }) => {
  const page = await products.list(query.limit, readCursor(query.cursor));
  return ok(listOf(page, toProductView, (product) => product.sku));
});
