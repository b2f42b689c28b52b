import { consumer } from '../../platform/consumer.ts';
import { makeProductProjection } from '../composition.ts';

const products = makeProductProjection();

/** Keeps the orders' copy of the products up to date. */
export const handler = consumer({
  'product.created': ({ data, sequence }) => products.know(data, sequence),
  'product.changed': ({ data, sequence }) => products.know(data, sequence),
  'product.retired': ({ data, sequence }) => products.retire(data.sku, sequence),
});
