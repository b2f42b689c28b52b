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

const OrderStatus = z.enum(['PENDING', 'CONFIRMED', 'CANCELLED']);

export const OrderView = named(
  'Order',
  z.strictObject({
    id: Id,
    status: OrderStatus,
    items: z.array(named('OrderItem', SagaItem)),
    total: Money,
    createdAt: Time,
    /** Why it was cancelled. */
    reason: z.optional(z.strictObject({ code: z.string(), message: z.string() })),
    /** True while it is parked for manual intervention. */
    attention: z.optional(z.boolean()),
    /** True from the moment a cancellation was asked for until it is done. */
    cancelling: z.optional(z.boolean()),
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
  description: "Somebody else's order does not exist; staff can read any.",
  access: ['customer', 'staff'],
  path: IdPath,
  answers: { 200: { description: 'The order', body: OrderView, example: { ...order, status: 'CONFIRMED' } } },
  refuses: { 404: 'There is no such order' },
});

export const listOrders = operation({
  route: 'GET /orders',
  id: 'listOrders',
  summary: "The caller's own orders, newest first",
  description: 'Staff can list those of any customer.',
  access: ['customer', 'staff'],
  query: z.extend(ListQuery, { status: z.optional(OrderStatus), customer: z.optional(Id) }),
  answers: {
    200: { description: 'A page', body: pageOf(OrderView), example: { items: [order], next: null } },
  },
  refuses: { 403: "Another customer's orders, asked for by somebody who is not staff" },
});

export const cancelOrder = operation({
  route: 'POST /orders/{id}/cancel',
  id: 'cancelOrder',
  summary: 'Cancel an order',
  description: `While it is pending, or within ${LIMITS.cancellationSeconds / 60} minutes after its confirmation; staff at any time. It is PENDING until all that was taken for it is given back, and CANCELLED then. Asking again changes nothing.`,
  access: ['customer', 'staff'],
  path: IdPath,
  answers: {
    202: {
      description: 'It will be cancelled, or is',
      body: OrderView,
      headers: { location: 'Where the order is' },
      example: { ...order, cancelling: true },
    },
  },
  refuses: { 404: 'There is no such order', 409: 'It was confirmed too long ago' },
});
