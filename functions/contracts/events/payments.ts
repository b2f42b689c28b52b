import * as z from 'zod/mini';
import { Money } from '../money.ts';
import { eventsOf } from './envelope.ts';

const define = eventsOf('payments');
const data = z.object({ orderId: z.string(), customerId: z.string(), money: Money });

/** Events of the payments service. Both are of one order, charged first. */
export const PAYMENT_EVENTS = {
  'payment.charged': define({
    type: 'payment.charged',
    version: 1,
    about: 'A customer was charged for an order.',
    subject: 'The order id',
    data,
  }),
  'payment.refunded': define({
    type: 'payment.refunded',
    version: 1,
    about: 'What a customer was charged for an order was given back.',
    subject: 'The order id',
    data,
  }),
} as const;
