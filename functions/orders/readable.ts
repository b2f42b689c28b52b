import type { Caller } from '../platform/http/authenticate.ts';
import { ServiceError } from '../platform/service-error.ts';
import type { Order } from './order.ts';

/** A user who wants something of an order. */
export type OrderUser = Pick<Caller, 'id' | 'roles'>;

/** The reader of an order: a user, or a service, which shows each user only that user's orders. */
export type Reader = OrderUser | { service: string };

const readsAny = (reader: Reader): boolean => 'service' in reader || reader.roles.includes('staff');
const isOwn = (customerId: string, reader: Reader): boolean => 'id' in reader && reader.id === customerId;

/**
 * The order, if the caller may know of it: its customer, staff and services may. For others it does not exist.
 *
 * @throws ServiceError `notFound`.
 */
export function requireReadable(order: Order | undefined, caller: Reader): Order {
  if (order && (isOwn(order.customerId, caller) || readsAny(caller))) return order;
  throw new ServiceError('notFound', 'There is no such order.');
}

/**
 * Whose orders a list is about: the caller's own, or, for staff and services, those of any customer.
 *
 * @throws ServiceError `forbidden` when somebody else asks for another customer's. It is not said whether there is one.
 */
export function listedCustomer(asked: string | undefined, caller: Reader): string {
  const customerId = asked ?? ('id' in caller ? caller.id : undefined);
  if (customerId !== undefined && (isOwn(customerId, caller) || readsAny(caller))) return customerId;
  throw new ServiceError('forbidden', "Another customer's orders are for staff.");
}
