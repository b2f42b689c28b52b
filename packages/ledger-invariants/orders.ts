import { invariant, sumOf } from './invariant.ts';
import type { Baseline, OrderRow, ReservationRow, ShopRows, TransactionRow } from './rows.ts';
import { isHolding } from './stock.ts';

const isCharge = ({ kind }: TransactionRow) => kind === 'charge';

/** A rule that every order keeps to by itself. */
const ofOrder = (name: string, wrong: (order: OrderRow) => string | undefined) =>
  invariant(name, ({ orders }: ShopRows, { funds }: Baseline) =>
    orders
      .filter(({ customerId }) => funds.has(customerId))
      .flatMap((order) => {
        const detail = wrong(order);
        return detail === undefined ? [] : [{ ids: [order.id], detail: `order ${order.id} is ${detail}` }];
      }),
  );

/** A customer has what there was without what is charged: each deposit counted, each refund paid, nothing taken twice. */
export const moneyIsConserved = invariant('money-is-conserved', (rows: ShopRows, { funds }: Baseline) => {
  const balances = new Map(rows.accounts.map(({ customerId, balance }) => [customerId, balance]));
  const charged = rows.transactions.filter((one) => isCharge(one) && one.status === 'CHARGED');
  return [...funds].flatMap(([customer, had]) => {
    const spent = sumOf(
      charged.filter(({ customerId }) => customerId === customer),
      ({ money }) => money?.amount ?? 0,
    );
    const has = balances.get(customer) ?? 0;
    return has === had - spent
      ? []
      : [{ ids: [customer], detail: `${customer} had ${had}, was charged ${spent} and has ${has}` }];
  });
});

/**
 * The saga's promise: an order is never half done. CONFIRMED is held and charged, CANCELLED is neither. One that is PENDING
 * may be on its way, or parked over an undo that failed.
 */
const settledOrderIsWhole = invariant('settled-order-is-whole', (rows: ShopRows, { funds }: Baseline) => {
  const reservations = new Map(rows.reservations.map((one) => [one.orderId, one]));
  const charges = new Map(rows.transactions.filter(isCharge).map((one) => [one.orderId, one]));
  return rows.orders
    .filter(({ customerId, status }) => funds.has(customerId) && status !== 'PENDING')
    .flatMap(({ id, status }) => {
      const [reservation, charge] = [reservations.get(id), charges.get(id)];
      const isRight =
        status === 'CONFIRMED'
          ? isHolding(reservation) && charge?.status === 'CHARGED'
          : !isHolding(reservation) && charge?.status !== 'CHARGED';
      if (isRight) return [];
      const state = `its reservation ${reservation?.status ?? 'none'}, its charge ${charge?.status ?? 'none'}`;
      return [{ ids: [id], detail: `order ${id} is ${status}, ${state}` }];
    });
});

/** When all is over nothing waits but what operators know of: an order that nobody takes up holds stock for ever. */
const pendingOrderIsParked = ofOrder('pending-order-is-parked', ({ status, attention }) =>
  status === 'PENDING' && !attention ? 'PENDING without attention' : undefined,
);

/** Operators look for a settled order in vain: there is nothing to redrive. */
const settledOrderIsNotParked = ofOrder('settled-order-is-not-parked', ({ status, attention }) =>
  status !== 'PENDING' && attention ? `${status} and waits for operators` : undefined,
);

/** The customer is told why. */
const cancelledOrderHasAReason = ofOrder('cancelled-order-has-a-reason', ({ status, reason }) =>
  status === 'CANCELLED' && !reason ? 'CANCELLED for no reason' : undefined,
);

/** A cancellation that was accepted (202) ends in CANCELLED, or with operators; never in a parcel. */
const cancellationIsHonoured = ofOrder('cancellation-is-honoured', ({ status, cancellation }) =>
  status === 'CONFIRMED' && cancellation ? 'CONFIRMED, and to be cancelled' : undefined,
);

/** Orders are written before their saga begins: stock that is held for none is held for ever. A tombstone holds no items. */
const reservationHasAnOrder = invariant(
  'reservation-has-an-order',
  ({ orders, reservations }: ShopRows, { onHand, earlier }: Baseline) => {
    const known = new Set([...(earlier ?? []), ...orders.map(({ id }) => id)]);
    const isJudged = ({ items }: ReservationRow) =>
      items.length === 0 || items.some(({ sku }) => onHand.has(sku));
    return reservations
      .filter((one) => !known.has(one.orderId) && isJudged(one))
      .map(({ orderId }) => ({
        ids: [orderId],
        detail: `there is a reservation of ${orderId}, but no order`,
      }));
  },
);

/** Money is taken for orders alone. Also a tombstone is of an order that was there. */
const chargeHasAnOrder = invariant(
  'charge-has-an-order',
  ({ orders, transactions }: ShopRows, { funds, earlier }: Baseline) => {
    const known = new Set([...(earlier ?? []), ...orders.map(({ id }) => id)]);
    return transactions
      .filter(isCharge)
      .filter(({ customerId }) => customerId === undefined || funds.has(customerId))
      .flatMap(({ orderId = '' }) =>
        known.has(orderId)
          ? []
          : [{ ids: [orderId], detail: `there is a charge of ${orderId}, but no order` }],
      );
  },
);

export const ORDER_INVARIANTS = [
  moneyIsConserved,
  settledOrderIsWhole,
  pendingOrderIsParked,
  settledOrderIsNotParked,
  cancelledOrderHasAReason,
  cancellationIsHonoured,
  reservationHasAnOrder,
  chargeHasAnOrder,
];
