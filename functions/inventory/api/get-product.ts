import { getProduct } from '../../contracts/http/inventory.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { ServiceError } from '../../platform/service-error.ts';
import { makeProducts } from '../composition.ts';
import { productTag, toProductView } from '../view.ts';

const products = makeProducts();

/** GET /products/{sku} */
export const handler = endpoint(getProduct, async ({ path }) => {
  const product = await products.get(path.sku);
  if (!product) throw new ServiceError('notFound', 'There is no such product.');
  return ok(toProductView(product), productTag(product));
});
