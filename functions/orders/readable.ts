import type { Caller } from '../platform/http/authenticate.ts';
import { ServiceError } from '../platform/service-error.ts';
import type { Order } from './order.ts';

/** Who wants to know of an order. */
export type Reader = Pick<Caller, 'id' | 'roles'>;

const isStaff = ({ roles }: Reader): boolean => roles.includes('staff');

/**
 * The order, if the caller may know of it: its customer and staff may. For others it does not exist.
 *
 * @throws ServiceError `notFound`.
 */
export function requireReadable(order: Order | undefined, caller: Reader): Order {
  if (order && (order.customerId === caller.id || isStaff(caller))) return order;
  throw new ServiceError('notFound', 'There is no such order.');
}

/**
 * Whose orders a list is about: the caller's own, or, for staff, those of any customer.
 *
 * @throws ServiceError `forbidden` when somebody else asks for another customer's. It is not said whether there is one.
 */
export function listedCustomer(asked: string | undefined, caller: Reader): string {
  if (asked === undefined || asked === caller.id || isStaff(caller)) return asked ?? caller.id;
  throw new ServiceError('forbidden', "Another customer's orders are for staff.");
}
