import { invariant, sumOf } from './invariant.ts';
import type { Baseline, ReservationRow, ShopRows } from './rows.ts';

/** Whether a reservation keeps its units from others. */
export const isHolding = (reservation: Pick<ReservationRow, 'status'> | undefined): boolean =>
  reservation?.status === 'HELD' || reservation?.status === 'COMMITTED';

/** An order moves units from available to reserved and back, and changes nothing in the warehouse. */
export const stockIsConserved = invariant(
  'stock-is-conserved',
  ({ stock }: ShopRows, { onHand }: Baseline) => {
    const bySku = new Map(stock.map((row) => [row.sku, row]));
    return [...onHand].flatMap(([sku, units]) => {
      const row = bySku.get(sku);
      if (row && row.available + row.reserved === units) return [];
      const is = row ? `${row.available} available and ${row.reserved} reserved` : 'no stock';
      return [{ ids: [sku], detail: `${sku}: ${is} of ${units}` }];
    });
  },
);

/** What is reserved for no order is sold to nobody; what a reservation holds without being reserved is sold twice. */
export const reservedIsWhatReservationsHold = invariant(
  'reserved-is-what-reservations-hold',
  ({ stock, reservations }: ShopRows, { onHand }: Baseline) => {
    const lines = reservations.filter(isHolding).flatMap(({ items }) => items);
    return stock
      .filter(({ sku }) => onHand.has(sku))
      .flatMap(({ sku, reserved }) => {
        const held = sumOf(
          lines.filter((line) => line.sku === sku),
          ({ quantity }) => quantity,
        );
        return reserved === held
          ? []
          : [{ ids: [sku], detail: `${sku}: ${reserved} reserved, reservations hold ${held}` }];
      });
  },
);

/** More than there is cannot be promised: such an order is refused as OutOfStock. */
const availableIsNotNegative = invariant(
  'available-is-not-negative',
  ({ stock }: ShopRows, { onHand }: Baseline) =>
    stock
      .filter(({ sku, available }) => onHand.has(sku) && available < 0)
      .map(({ sku, available }) => ({ ids: [sku], detail: `${sku}: ${available} available` })),
);

export const STOCK_INVARIANTS = [stockIsConserved, reservedIsWhatReservationsHold, availableIsNotNegative];
