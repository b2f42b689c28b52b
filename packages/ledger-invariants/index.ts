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

/** One invariant, and what breaks it. */
export interface Judged {
  name: string;
  about: 'stock' | 'money' | 'orders';
  violations: Violation[];
}

/** Holds stock, money and orders to every invariant, one by one, as it must be when all orders have come to their end. */
export const judgeShop = (rows: ShopRows, baseline: Baseline): Judged[] => [
  ...STOCK_INVARIANTS.map(({ name, violations }) => ({
    name,
    about: 'stock' as const,
    violations: violations(rows, baseline),
  })),
  ...LEDGER_INVARIANTS.map(({ name, violations }) => ({
    name,
    about: 'money' as const,
    violations: violations(rows),
  })),
  ...ORDER_INVARIANTS.map(({ name, violations }) => ({
    name,
    about: 'orders' as const,
    violations: violations(rows, baseline),
  })),
];

/** What is wrong with stock, money and orders when all orders have come to their end. */
export const shopViolations = (rows: ShopRows, baseline: Baseline): Violation[] =>
  judgeShop(rows, baseline).flatMap(({ violations }) => violations);
