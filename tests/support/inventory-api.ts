import * as contract from '../../functions/contracts/http/inventory.ts';
import { type ServiceCall, serviceApi } from './service-api.ts';

const folder = '../../functions/inventory/api';

/** The inventory's endpoints in this process, on a table of the engine. */
export async function inventoryApi(table: string) {
  const api = await serviceApi(table, { CURRENCY: 'EUR', LOW_STOCK: '5' });
  const endpoints = {
    getProduct: api.of(contract.getProduct, await import(`${folder}/get-product.ts`)),
    listProducts: api.of(contract.listProducts, await import(`${folder}/list-products.ts`)),
    putProduct: api.of(contract.putProduct, await import(`${folder}/put-product.ts`)),
    retireProduct: api.of(contract.retireProduct, await import(`${folder}/retire-product.ts`)),
    getInventory: api.of(contract.getInventory, await import(`${folder}/get-inventory.ts`)),
    putInventory: api.of(contract.putInventory, await import(`${folder}/put-inventory.ts`)),
    getDemand: api.of(contract.getDemand, await import(`${folder}/get-demand.ts`)),
  };
  const tokens = {
    staff: await api.token('staff'),
    customer: await api.token('customer'),
    oncall: await api.token('oncall'),
  };
  return {
    tokens,
    /** Calls an endpoint, as staff unless told, for a product. */
    call: (name: keyof typeof endpoints, sku: string, more: ServiceCall = {}) =>
      endpoints[name]({ token: tokens.staff, path: { sku }, ...more }),
  };
}
