import { checkLedger } from '../../functions/payments/ledger-check.ts';
import type { Books } from './read.ts';

/** What there was in the beginning, and whose books are checked: other products and customers are left alone. */
export interface Beginning {
  /** Units in the warehouse, by sku. */
  onHand: ReadonlyMap<string, number>;
  /** What customers paid in, by their ids, in minor units. */
  deposits: ReadonlyMap<string, number>;
}

/**
 * Whether stock and money are conserved, and every order has come to an end that both agree with.
 *
 * @returns what is not so, one sentence each.
 */
export function bookProblems(books: Books, beginning: Beginning): string[] {
  return [
    ...stockProblems(books, beginning),
    ...moneyProblems(books, beginning),
    ...orderProblems(books, beginning),
  ];
}

const isHeld = (status: string | undefined) => status === 'HELD' || status === 'COMMITTED';

function stockProblems({ stock, reservations }: Books, { onHand }: Beginning): string[] {
  return [...onHand].flatMap(([sku, units]) => {
    const { available = Number.NaN, reserved = Number.NaN } = stock.get(sku) ?? {};
    const held = [...reservations.values()]
      .filter(({ status }) => isHeld(status))
      .flatMap(({ items }) => items.filter((item) => item.sku === sku))
      .reduce((sum, { quantity }) => sum + quantity, 0);
    return [
      ...(available + reserved === units
        ? []
        : [`${sku}: ${available} available and ${reserved} reserved of ${units}`]),
      ...(reserved === held ? [] : [`${sku}: ${reserved} reserved, reservations hold ${held}`]),
      ...(available < 0 ? [`${sku}: ${available} available`] : []),
    ];
  });
}

/** The ledger adds up, and each customer has what was paid in without what is charged. */
function moneyProblems({ payments, charges }: Books, { deposits }: Beginning): string[] {
  const { problems, balances } = checkLedger(payments);
  const charged = [...charges.values()].filter(({ status }) => status === 'CHARGED');
  const lost = [...deposits].flatMap(([customer, paidIn]) => {
    const spent = charged
      .filter(({ customerId }) => customerId === customer)
      .reduce((sum, { money }) => sum + (money?.amount ?? 0), 0);
    const has = balances.get(customer) ?? 0;
    return has === paidIn - spent
      ? []
      : [`${customer} paid in ${paidIn}, was charged ${spent} and has ${has}`];
  });
  return [...problems, ...lost];
}

function orderProblems({ orders, reservations, charges }: Books, { deposits, onHand }: Beginning): string[] {
  const known = new Set(orders.map(({ id }) => id));
  const ends = orders
    .filter(({ customerId }) => deposits.has(customerId))
    .flatMap(({ id, status, attention, reason }) => {
      const reservation = reservations.get(id)?.status ?? 'none';
      const charge = charges.get(id)?.status ?? 'none';
      const isRight = {
        CONFIRMED: isHeld(reservation) && charge === 'CHARGED',
        CANCELLED: !isHeld(reservation) && charge !== 'CHARGED' && reason !== undefined,
        // Parked: people see to it.
        PENDING: attention === true,
      }[status];
      return isRight
        ? []
        : [`order ${id} is ${status}, its reservation ${reservation}, its charge ${charge}`];
    });
  const orphans = [...reservations.values()]
    .filter(({ orderId, items }) => !known.has(orderId) && items.some(({ sku }) => onHand.has(sku)))
    .map(({ orderId }) => `there is a reservation of ${orderId}, but no order`);
  return [...ends, ...orphans];
}
