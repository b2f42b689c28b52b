import * as z from 'zod/mini';
import { Money } from '../money.ts';
import { operation } from './operation.ts';
import { ListQuery, named, pageOf, Sku, SkuPath } from './schemas.ts';

export const ProductView = named('Product', z.strictObject({ sku: Sku, name: z.string(), price: Money }));

export const StockView = named('Stock', z.strictObject({ sku: Sku, available: z.int(), reserved: z.int() }));

const product = { sku: 'espresso-cup', name: 'Espresso cup', price: { amount: 1250, currency: 'EUR' } };

export const listProducts = operation({
  route: 'GET /products',
  id: 'listProducts',
  summary: 'Products, in the order of their sku',
  access: 'public',
  query: ListQuery,
  answers: {
    200: { description: 'A page', body: pageOf(ProductView), example: { items: [product], next: null } },
  },
});

export const getProduct = operation({
  route: 'GET /products/{sku}',
  id: 'getProduct',
  summary: 'One product',
  access: 'public',
  path: SkuPath,
  answers: { 200: { description: 'The product', body: ProductView, example: product } },
  refuses: { 404: 'There is no such product' },
});

export const getInventory = operation({
  route: 'GET /inventory/{sku}',
  id: 'getInventory',
  summary: 'What can be ordered, and what is promised',
  access: 'public',
  path: SkuPath,
  answers: {
    200: {
      description: 'The stock',
      body: StockView,
      example: { sku: product.sku, available: 198, reserved: 2 },
    },
  },
  refuses: { 404: 'There is no stock of such a product' },
});
