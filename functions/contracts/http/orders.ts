import * as z from 'zod/mini';
import { LIMITS } from '../limits.ts';
import { Money } from '../money.ts';
import { SagaItem } from '../order-saga.ts';
import { operation } from './operation.ts';
import { Id, IdPath, ListQuery, named, pageOf, Sku, Time } from './schemas.ts';

export const NewOrder = named(
  'NewOrder',
  z.strictObject({
    items: z
      .array(z.strictObject({ sku: Sku, quantity: z.int().check(z.gte(1), z.lte(LIMITS.quantityPerLine)) }))
      .check(z.minLength(1), z.maxLength(LIMITS.itemsPerOrder)),
  }),
);

export const OrderView = named(
  'Order',
  z.strictObject({
    id: Id,
    status: z.enum(['PENDING', 'CONFIRMED', 'CANCELLED']),
    items: z.array(named('OrderItem', SagaItem)),
    total: Money,
    createdAt: Time,
    /** Why it was cancelled. */
    reason: z.optional(z.strictObject({ code: z.string(), message: z.string() })),
    /** True while it is parked for people. */
    attention: z.optional(z.boolean()),
  }),
);

const price = { amount: 1250, currency: 'EUR' };
const order = {
  id: '01980000-0000-7000-8000-000000000003',
  status: 'PENDING',
  items: [{ sku: 'espresso-cup', quantity: 2, unitPrice: price }],
  total: { amount: 2500, currency: 'EUR' },
  createdAt: '2026-01-01T00:00:00.000Z',
};

export const placeOrder = operation({
  route: 'POST /orders',
  id: 'placeOrder',
  summary: 'Place an order',
  description: 'Lines of one sku are merged, prices are fixed now. The saga settles the order soon after.',
  access: ['customer'],
  idempotent: true,
  body: NewOrder,
  bodyExample: { items: [{ sku: 'espresso-cup', quantity: 2 }] },
  answers: {
    201: {
      description: 'Placed, and pending',
      body: OrderView,
      headers: { location: 'Where the order is' },
      example: order,
    },
  },
  refuses: { 422: 'A product is not sold; or the Idempotency-Key came with another body' },
});

export const getOrder = operation({
  route: 'GET /orders/{id}',
  id: 'getOrder',
  summary: 'One order',
  description: "Somebody else's order does not exist.",
  access: ['customer'],
  path: IdPath,
  answers: { 200: { description: 'The order', body: OrderView, example: { ...order, status: 'CONFIRMED' } } },
  refuses: { 404: 'There is no such order' },
});

export const listOrders = operation({
  route: 'GET /orders',
  id: 'listOrders',
  summary: "The caller's own orders, newest first",
  access: ['customer'],
  query: ListQuery,
  answers: {
    200: { description: 'A page', body: pageOf(OrderView), example: { items: [order], next: null } },
  },
});
