import type { Violation } from './invariant.ts';
import { LEDGER_INVARIANTS } from './ledger.ts';
import { moneyIsConserved, ORDER_INVARIANTS } from './orders.ts';
import type { Baseline, LedgerRows, ShopRows } from './rows.ts';
import { reservedIsWhatReservationsHold, STOCK_INVARIANTS, stockIsConserved } from './stock.ts';

export { describeViolation, type Violation } from './invariant.ts';
export type * from './rows.ts';
export { moneyIsConserved, reservedIsWhatReservationsHold, stockIsConserved };

/** What is wrong with the rows of payments. They are looked at whole, so that all is named that is wrong. */
export const ledgerViolations = (rows: LedgerRows): Violation[] =>
  LEDGER_INVARIANTS.flatMap(({ violations }) => violations(rows));

/** What is wrong with stock, money and orders when all orders have come to their end. */
export const shopViolations = (rows: ShopRows, baseline: Baseline): Violation[] => [
  ...STOCK_INVARIANTS.flatMap(({ violations }) => violations(rows, baseline)),
  ...ledgerViolations(rows),
  ...ORDER_INVARIANTS.flatMap(({ violations }) => violations(rows, baseline)),
];
