import * as z from 'zod/mini';
import { LIMITS } from '../limits.ts';
import { Currency, Money } from '../money.ts';
import { operation } from './operation.ts';
import { ListQuery, lineOfText, named, pageOf, Sku, SkuPath } from './schemas.ts';

export const ProductView = named(
  'Product',
  z.strictObject({
    sku: Sku,
    name: z.string(),
    price: Money,
    /** True when it is no longer sold: it can be read, but is in no list and in no new order. */
    retired: z.optional(z.boolean()),
  }),
);

export const NewProduct = named(
  'NewProduct',
  z.strictObject({
    name: lineOfText(LIMITS.name),
    price: z.strictObject({
      amount: z.int().check(z.gte(1), z.lte(LIMITS.unitPrice)),
      currency: Currency,
    }),
  }),
);

const units = z.int().check(z.gte(0), z.lte(LIMITS.onHand));

export const StockView = named('Stock', z.strictObject({ sku: Sku, available: z.int(), reserved: z.int() }));

export const StockCount = named(
  'StockCount',
  z.strictObject({
    /** What is in the warehouse: available and reserved units together. */
    onHand: units,
    /** Below how many available units stock.low is sent; as it was unless told. */
    lowAt: z.optional(units),
  }),
);

export const DemandView = named(
  'Demand',
  z.strictObject({
    sku: Sku,
    /** Units in all orders that were placed. */
    ordered: z.int(),
    /** Units in orders that were confirmed, also when they were cancelled later. */
    confirmed: z.int(),
    /** Units in orders that were cancelled. */
    cancelled: z.int(),
  }),
);

const product = { sku: 'espresso-cup', name: 'Espresso cup', price: { amount: 1250, currency: 'EUR' } };
const stock = { sku: product.sku, available: 198, reserved: 2 };
const etag = { etag: 'The version, for If-Match' };

export const listProducts = operation({
  route: 'GET /products',
  id: 'listProducts',
  summary: 'Products that are sold, in the order of their sku',
  access: 'public',
  query: ListQuery,
  answers: {
    200: { description: 'A page', body: pageOf(ProductView), example: { items: [product], next: null } },
  },
});

export const getProduct = operation({
  route: 'GET /products/{sku}',
  id: 'getProduct',
  summary: 'One product, also when it is no longer sold',
  access: 'public',
  path: SkuPath,
  answers: { 200: { description: 'The product', body: ProductView, headers: etag, example: product } },
  refuses: { 404: 'There is no such product' },
});

export const putProduct = operation({
  route: 'PUT /products/{sku}',
  id: 'putProduct',
  summary: 'Create a product, change it, or bring a retired one back',
  description:
    'A new product has no stock yet. Orders that were placed keep the price that they were placed at.',
  access: ['staff'],
  conditional: true,
  path: SkuPath,
  body: NewProduct,
  bodyExample: { name: product.name, price: product.price },
  answers: {
    200: { description: 'Changed, or as it was', body: ProductView, headers: etag, example: product },
    201: {
      description: 'Created',
      body: ProductView,
      headers: { ...etag, location: 'Where the product is' },
      example: product,
    },
  },
  refuses: { 409: 'Others kept changing the same product', 422: 'Prices are in another currency' },
});

export const retireProduct = operation({
  route: 'DELETE /products/{sku}',
  id: 'retireProduct',
  summary: 'Sell a product no longer',
  description:
    'It leaves the list and can be in no new order; what is promised to orders stays promised. PUT brings it back.',
  access: ['staff'],
  conditional: true,
  path: SkuPath,
  answers: { 204: { description: 'It is retired, now or before' } },
  refuses: { 404: 'There is no such product', 409: 'Others kept changing the same product' },
});

export const getInventory = operation({
  route: 'GET /inventory/{sku}',
  id: 'getInventory',
  summary: 'What can be ordered, and what is promised',
  access: 'public',
  path: SkuPath,
  answers: {
    200: { description: 'The stock', body: StockView, headers: etag, example: stock },
  },
  refuses: { 404: 'There is no such product' },
});

export const putInventory = operation({
  route: 'PUT /inventory/{sku}',
  id: 'putInventory',
  summary: 'Set the stock to what was counted',
  description:
    'What is promised to orders stays promised: available is onHand less reserved, counted at the moment of the change. The version rises with every reservation too.',
  access: ['staff'],
  conditional: true,
  path: SkuPath,
  body: StockCount,
  bodyExample: { onHand: 200 },
  answers: {
    200: { description: 'The stock as it is now', body: StockView, headers: etag, example: stock },
  },
  refuses: {
    404: 'There is no such product',
    409: 'More units are promised to orders than were counted; or others kept changing the same stock',
  },
});

export const getDemand = operation({
  route: 'GET /inventory/{sku}/demand',
  id: 'getDemand',
  summary: 'How much of a product was asked for',
  description:
    'Counted from the events of orders, so it follows them after a moment. Pending is what is left.',
  access: ['staff'],
  path: SkuPath,
  answers: {
    200: {
      description: 'Units, since the product was first ordered',
      body: DemandView,
      example: { sku: product.sku, ordered: 12, confirmed: 9, cancelled: 2 },
    },
  },
  refuses: { 404: 'There is no such product' },
});
