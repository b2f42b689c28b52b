import { type Item, ledgerRows } from '../../ops/ledger/rows.ts';
import {
  describeViolation,
  type LedgerRows,
  ledgerViolations,
} from '../../packages/ledger-invariants/index.ts';

/**
 * The rows of the ledger from a scan of the payments table, when the invariants hold in them.
 *
 * @throws Error naming every violation.
 */
export function soundLedger(items: Item[]): LedgerRows {
  const rows = ledgerRows(items);
  const violations = ledgerViolations(rows);
  if (violations.length > 0) throw new Error(violations.map(describeViolation).join('\n'));
  return rows;
}

/**
 * The balances by customer, in minor units, of a sound ledger.
 *
 * @throws Error naming every violation.
 */
export const soundBalances = (items: Item[]): ReadonlyMap<string, number> =>
  new Map(soundLedger(items).accounts.map(({ customerId, balance }) => [customerId, balance]));
