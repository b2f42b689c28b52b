import * as z from 'zod/mini';
import { Money } from '../money.ts';
import { eventsOf } from './envelope.ts';

const define = eventsOf('inventory');
const sku = z.string();
const product = z.object({ sku, name: z.string(), price: Money });

/**
 * Events of the inventory service. The product events of one sku share one sequence; stock.low counts by itself, since
 * stock changes far more often than its product and must not wait for it.
 */
export const INVENTORY_EVENTS = {
  'product.created': define({
    type: 'product.created',
    version: 1,
    about: 'A product is sold from now on; also sent when a retired product returns.',
    subject: 'The sku',
    data: product,
  }),
  'product.changed': define({
    type: 'product.changed',
    version: 1,
    about: 'The name or the price of a product has changed; both are in it.',
    subject: 'The sku',
    data: product,
  }),
  'product.retired': define({
    type: 'product.retired',
    version: 1,
    about: 'A product is no longer sold.',
    subject: 'The sku',
    data: z.object({ sku }),
  }),
  'stock.low': define({
    type: 'stock.low',
    version: 1,
    about: 'The available stock of a product has fallen below its threshold: once per crossing.',
    subject: 'The sku, prefixed with "stock:"',
    data: z.object({ sku, available: z.int(), threshold: z.int() }),
  }),
  'reservation.overdue': define({
    type: 'reservation.overdue',
    version: 1,
    about:
      'Stock is held for an order that should have been settled by now: inventory asks what became of it. Asked again until there is an answer.',
    subject: 'The order id',
    data: z.object({ orderId: z.string(), heldAt: z.iso.datetime() }),
  }),
} as const;
