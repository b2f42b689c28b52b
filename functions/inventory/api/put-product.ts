import { putProduct } from '../../contracts/http/inventory.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { created, ok } from '../../platform/http/response.ts';
import { ownProducts } from '../own-products.ts';
import { presentProduct, productTag } from '../present.ts';

const products = ownProducts();

/** PUT /products/{sku}, by staff: creates, changes, or brings back. */
export const handler = endpoint(putProduct, async ({ path: { sku }, body, preconditions }) => {
  const { created: isNew, product } = await products.put({ sku, ...body, preconditions });
  return isNew
    ? created(presentProduct(product), `/products/${sku}`, productTag(product))
    : ok(presentProduct(product), productTag(product));
});
