import { putProduct } from '../../contracts/http/inventory.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { created, ok } from '../../platform/http/response.ts';
import { makeProducts } from '../composition.ts';
import { productTag, toProductView } from '../view.ts';

const products = makeProducts();

/** PUT /products/{sku}, by staff: creates, changes, or brings back. */
export const handler = endpoint(putProduct, async ({ path: { sku }, body, preconditions }) => {
  const { created: isNew, product } = await products.put({ sku, ...body, preconditions });
  return isNew
    ? created(toProductView(product), `/products/${sku}`, productTag(product))
    : ok(toProductView(product), productTag(product));
});
