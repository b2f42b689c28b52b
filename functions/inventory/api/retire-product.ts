import { retireProduct } from '../../contracts/http/inventory.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { noContent } from '../../platform/http/response.ts';
import { makeProducts } from '../composition.ts';

const products = makeProducts();

/** DELETE /products/{sku}, by staff: it is sold no longer, but nothing of it is lost. */
export const handler = endpoint(retireProduct, async ({ path: { sku }, preconditions }) => {
  await products.retire({ sku, preconditions });
  return noContent();
});
