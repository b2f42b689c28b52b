import { getProduct } from '../../contracts/http/inventory.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { ServiceError } from '../../platform/service-error.ts';
import { ownProducts } from '../own-products.ts';
import { presentProduct, productTag } from '../present.ts';

const products = ownProducts();

/** GET /products/{sku} */
export const handler = endpoint(getProduct, async ({ path }) => {
  const product = await products.get(path.sku);
  if (!product) throw new ServiceError('notFound', 'There is no such product.');
  return ok(presentProduct(product), productTag(product));
});
