import * as z from 'zod/mini';
import { Money } from './money.ts';
import { SagaItem } from './order-saga.ts';

/**
 * The envelope of every event: CloudEvents 1.0 with the `sequence` extension, which rises per aggregate so that
 * a consumer can tell old from new (queues promise no order).
 */
const envelope = <T extends string, D extends z.core.$ZodType>(type: T, data: D) =>
  z.object({
    specversion: z.literal('1.0'),
    id: z.string(),
    source: z.string(),
    type: z.literal(type),
    subject: z.string(),
    time: z.iso.datetime(),
    datacontenttype: z.literal('application/json'),
    sequence: z.int(),
    data,
  });

const OrderData = z.object({
  orderId: z.string(),
  customerId: z.string(),
  items: z.array(SagaItem),
  total: Money,
});

/** Every event by its type. Producers and consumers both parse with these. */
export const EVENTS = {
  'order.created': envelope('order.created', OrderData),
  'order.confirmed': envelope('order.confirmed', OrderData),
  'order.cancelled': envelope(
    'order.cancelled',
    z.extend(OrderData, { reason: z.object({ code: z.string(), message: z.string() }) }),
  ),
} as const;

export type EventType = keyof typeof EVENTS;
export type EventOf<T extends EventType> = z.infer<(typeof EVENTS)[T]>;
export type DomainEvent = { [T in EventType]: EventOf<T> }[EventType];
