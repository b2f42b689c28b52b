import type * as z from 'zod/mini';
import { INVENTORY_EVENTS } from './events/inventory.ts';
import { ORDER_EVENTS } from './events/orders.ts';
import { PAYMENT_EVENTS } from './events/payments.ts';
import { USER_EVENTS } from './events/users.ts';

/** Every event by its type. Producers and consumers both parse with its `schema`. */
export const EVENTS = {
  ...USER_EVENTS,
  ...INVENTORY_EVENTS,
  ...PAYMENT_EVENTS,
  ...ORDER_EVENTS,
} as const;

export type EventType = keyof typeof EVENTS;
export type EventOf<T extends EventType> = z.infer<(typeof EVENTS)[T]['schema']>;
export type DataOf<T extends EventType> = EventOf<T>['data'];
export type DomainEvent = { [T in EventType]: EventOf<T> }[EventType];
