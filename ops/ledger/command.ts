import { command } from '@serverless-orders/command-line/command';
import { action, type Output, type Request } from '@serverless-orders/command-line/declaration';
import {
  describeViolation,
  type LedgerRows,
  ledgerViolations,
  type Violation,
} from '../../packages/ledger-invariants/index.ts';
import { explainAccess } from '../stage/access.ts';
import { anyStage } from '../stage/argument.ts';
import { StageTable } from '../stage/table.ts';
import { lasting } from './lasting.ts';
import { type Item, ledgerRows } from './rows.ts';

/** `npm run ledger -- check [--stage local]`: holds the ledger of a stage to its invariants. */
export const ledger = command({
  name: 'ledger',
  summary: 'checks that the ledger of all accounts adds up (-- check, -- check --stage production)',
  stage: anyStage,
  actions: { check: action({ help: 'whether all accounts add up', json: true, run: check }) },
});

async function check({ stage }: Request): Promise<Output> {
  try {
    const table = await StageTable.find(stage, 'Payments');
    const { rows, violations } = await lastingViolations(() => table.scan());
    return told(table.name, rows, violations.map(describeViolation));
  } catch (thrown) {
    throw explainAccess(thrown, stage);
  }
}

function told(table: string, { accounts, transactions, entries }: LedgerRows, violations: string[]): Output {
  // Tombstones of charges that never were moved no money.
  const moved = transactions.filter(({ status }) => status !== 'VOIDED').length;
  const wrong = violations.length;
  return {
    lines: [
      ...violations.map((violation) => `✗ ${violation}`),
      `${accounts.length} accounts, ${moved} transactions, ${entries.length} entries in ${table}`,
      wrong === 0
        ? 'the ledger adds up'
        : `the ledger does not add up: ${wrong} ${wrong === 1 ? 'thing is' : 'things are'} wrong`,
    ],
    document: {
      table,
      accounts: accounts.length,
      transactions: moved,
      entries: entries.length,
      holds: wrong === 0,
      violations,
    },
    code: wrong === 0 ? 0 : 1,
  };
}

/** What is wrong with the ledger, as long as two looks agree on it. */
export const lastingViolations = (
  read: () => Promise<Item[]>,
): Promise<{ rows: LedgerRows; violations: Violation[] }> =>
  lasting(async () => {
    const rows = ledgerRows(await read());
    return { rows, violations: ledgerViolations(rows) };
  });
