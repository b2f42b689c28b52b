import { getProduct } from '../../contracts/http/inventory.ts';
import { endpoint } from '../../kit/http/endpoint.ts';
import { ok } from '../../kit/http/response.ts';
import { ServiceError } from '../../kit/service-error.ts';
import { ownTable } from '../../kit/table.ts';
import { presentProduct } from '../product.ts';
import { InventoryRepository } from '../repository.ts';

const inventory = new InventoryRepository(ownTable());

/** GET /products/{sku} */
export const handler = endpoint(getProduct, async ({ path }) => {
  const product = await inventory.product(path.sku);
  if (!product) throw new ServiceError('notFound', 'There is no such product.');
  return ok(presentProduct(product));
});
