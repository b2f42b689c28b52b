import * as z from 'zod/mini';
import { Money } from '../money.ts';
import { SagaItem } from '../order-saga.ts';
import { eventsOf } from './envelope.ts';

const define = eventsOf('orders');
const order = z.object({
  orderId: z.string(),
  customerId: z.string(),
  items: z.array(SagaItem),
  total: Money,
});

/** Events of the orders service. Those of one order share its sequence; order.restated counts by itself. */
export const ORDER_EVENTS = {
  'order.created': define({
    type: 'order.created',
    version: 1,
    about: 'An order was placed; its prices are fixed.',
    subject: 'The order id',
    data: order,
  }),
  'order.confirmed': define({
    type: 'order.confirmed',
    version: 1,
    about: 'An order is paid for and its goods are reserved.',
    subject: 'The order id',
    data: order,
  }),
  'order.cancelling': define({
    type: 'order.cancelling',
    version: 1,
    about:
      'Its customer or staff want an order cancelled, and it will be: by the running saga, or, once it was confirmed, by undoing it.',
    subject: 'The order id',
    data: z.extend(order, { by: z.enum(['customer', 'staff']), confirmed: z.boolean() }),
  }),
  'order.cancelled': define({
    type: 'order.cancelled',
    version: 1,
    about: 'An order ended without a sale; what was taken for it was given back.',
    subject: 'The order id',
    data: z.extend(order, { reason: z.object({ code: z.string(), message: z.string() }) }),
  }),
  'order.restated': define({
    type: 'order.restated',
    version: 1,
    about:
      'What became of an order for good, said again because inventory asked (reservation.overdue). UNKNOWN: there never was such an order. Nothing is said of an order that is pending.',
    subject: 'The order id, prefixed with "restated:"',
    data: z.object({ orderId: z.string(), outcome: z.enum(['CONFIRMED', 'CANCELLED', 'UNKNOWN']) }),
  }),
} as const;
