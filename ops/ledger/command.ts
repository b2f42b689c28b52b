import { parseArgs } from 'node:util';
import { namedStage } from '@serverless-orders/localstack';
import type { Command } from '../../cli/main.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import {
  describeViolation,
  type LedgerRows,
  ledgerViolations,
  type Violation,
} from '../../packages/ledger-invariants/index.ts';
import { explainAccess } from '../stage/access.ts';
import { StageTable } from '../stage/table.ts';
import { type Item, ledgerRows } from './rows.ts';

/** `npm run ledger -- check [--stage local]`: holds the ledger of a stage to its invariants. */
export const ledger: Command = {
  summary: 'checks that the ledger of all accounts adds up (-- check, -- check --stage production)',
  async run(args) {
    const stage = stageOf(args);
    const { table, rows, violations } = await check(stage).catch((thrown) => {
      throw explainAccess(thrown, stage);
    });
    for (const violation of violations) console.log(`✗ ${describeViolation(violation)}`);
    const { accounts, transactions, entries } = rows;
    // Tombstones of charges that never were moved no money.
    const moved = transactions.filter(({ status }) => status !== 'VOIDED').length;
    console.log(
      `${accounts.length} accounts, ${moved} transactions, ${entries.length} entries in ${table.name}`,
    );
    const wrong = violations.length;
    console.log(
      wrong === 0
        ? 'the ledger adds up'
        : `the ledger does not add up: ${wrong} ${wrong === 1 ? 'thing is' : 'things are'} wrong`,
    );
    return wrong === 0 ? 0 : 1;
  },
};

async function check(stage: string) {
  const table = await StageTable.find(stage, 'Payments');
  return { table, ...(await lastingViolations(() => table.scan())) };
}

function stageOf(args: string[]): string {
  const usage = 'npm run ledger -- check [--stage local]';
  try {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: { stage: { type: 'string', default: namedStage() } },
    });
    if (positionals.length === 1 && positionals[0] === 'check') return values.stage;
  } catch (cause) {
    throw new UserError((cause as Error).message.replace(/\. .*/, ''), usage, { cause });
  }
  throw new UserError('ledger knows one thing to do', usage);
}

/**
 * Checks what one read of the table gives. A read takes several pages, and customers may pay between two of them: what
 * looks wrong in one read but not, to the same amount, in the next was under way. So only what stays is wrong.
 */
export async function lastingViolations(
  read: () => Promise<Item[]>,
): Promise<{ rows: LedgerRows; violations: Violation[] }> {
  const look = async () => {
    const rows = ledgerRows(await read());
    return { rows, violations: ledgerViolations(rows) };
  };
  const first = await look();
  if (first.violations.length === 0) return first;
  const seen = new Set(first.violations.map(describeViolation));
  const { rows, violations } = await look();
  return { rows, violations: violations.filter((violation) => seen.has(describeViolation(violation))) };
}
