import type { ChargeFound, ReservationFound } from '../contracts/saga-inspection.ts';
import type { LatestExecutions } from './executions.ts';
import { UNAVAILABLE, type Unavailable } from './inspections.ts';
import type { Order } from './order.ts';

/** All that is known of an order that has not come to its end in time. */
export interface Facts {
  order: Order;
  executions: LatestExecutions;
  reservation: ReservationFound | Unavailable;
  charge: ChargeFound | Unavailable;
  /** For how long it has been PENDING (ms). */
  pendingMs: number;
}

/**
 * Names facts about an order that contradict each other, as a sentence; undefined when they agree. An undo would
 * give back what was taken, not what was asked, and so would hide where it comes from.
 */
export function contradictionIn({ order, reservation, charge }: Facts): string | undefined {
  if (order.confirmedAt && !order.cancellation)
    return 'it was confirmed, nobody wants it cancelled, and it is PENDING';
  return (
    (reservation === UNAVAILABLE ? undefined : ofReservation(order, reservation)) ??
    (charge === UNAVAILABLE ? undefined : ofCharge(order, charge))
  );
}

function ofReservation(order: Order, { status, items }: ReservationFound): string | undefined {
  if (status === 'COMMITTED' && !order.confirmedAt)
    return 'its stock is committed, and it was never confirmed';
  if (status !== 'HELD' && status !== 'COMMITTED') return undefined;
  const [asked, held] = [listed(order.items), listed(items)];
  return asked === held ? undefined : `inventory holds ${held} for it, and it asks for ${asked}`;
}

const listed = (items: ReservationFound['items']): string =>
  items
    .map(({ sku, quantity }) => `${quantity} ${sku}`)
    .sort()
    .join(', ');

function ofCharge(order: Order, { status, customerId, money }: ChargeFound): string | undefined {
  if (status !== 'CHARGED' && status !== 'REFUNDED') return undefined;
  if (customerId !== order.customerId) return `customer ${customerId} was charged for it, not its own`;
  const { amount, currency } = order.total;
  return money?.amount === amount && money.currency === currency
    ? undefined
    : `${money?.amount} ${money?.currency} were charged for it, and its total is ${amount} ${currency}`;
}
