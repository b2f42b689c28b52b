import type { DataOf, EventType } from '../contracts/events.ts';
import { itemKey, type Key, keyText } from '../platform/key.ts';
import { announce } from '../platform/outbox.ts';
import { shardOf } from '../platform/shards.ts';
import type { Write } from '../platform/table.ts';
import type { Order, OrderStatus } from './order.ts';

export const orderKey = (id: string): Key => itemKey(['ORDER', id], ['ORDER']);

/** The partition of the pending orders of one shard, in the index `Waiting`. */
export const pendingIn = (shard: number): string => keyText('PENDING', shard);

/** The partition of the orders that wait for manual intervention: they are few. */
export const PARKED = 'PARKED';

/** The partition of a pending order. */
export const pendingPartition = (id: string) => pendingIn(shardOf(id));

/**
 * The key of the index that lists a customer's orders of one status. A filter would read orders of the other statuses
 * too, and its pages would come back short.
 */
export const customerStatus = (customerId: string, status: OrderStatus) => keyText(customerId, status);

/** An event about an order, as it is then. */
export function announceOrder<T extends EventType>(type: T, order: Order, extra: object = {}): Write {
  const { id, customerId, items, total, sequence } = order;
  return announce({
    type,
    pk: orderKey(id).pk,
    subject: id,
    sequence,
    data: { orderId: id, customerId, items, total, ...extra } as DataOf<T>,
  });
}
