import { checkLedger } from '../../functions/payments/ledger-check.ts';

/**
 * Proves the ledger from a scan of the payments table.
 *
 * @returns the balances by customer, in minor units.
 * @throws Error naming all that does not add up.
 */
export function provenBooks(items: Record<string, unknown>[]): ReadonlyMap<string, number> {
  const { problems, balances } = checkLedger(items);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return balances;
}
