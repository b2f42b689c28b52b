import { consumer } from '../../platform/consumer.ts';
import { ownTable } from '../../platform/table.ts';
import { KnownProducts } from '../known-products.ts';

const products = new KnownProducts(ownTable());

/** Keeps the orders' copy of the products up to date. */
export const handler = consumer({
  'product.created': ({ data, sequence }) => products.know(data, sequence),
  'product.changed': ({ data, sequence }) => products.know(data, sequence),
  'product.retired': ({ data, sequence }) => products.retire(data.sku, sequence),
});
