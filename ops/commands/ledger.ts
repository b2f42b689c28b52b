import { parseArgs } from 'node:util';
import type { Command } from '../../cli/main.ts';
import { checkLedger, type LedgerReport } from '../../functions/payments/ledger-check.ts';
import { namedStage } from '../../localstack/engine/stage-engine.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import { explainAccess } from '../oncall/stage-access.ts';
import { StageTable } from './stage-table.ts';

type Items = Record<string, unknown>[];

/** `npm run ledger -- check [--stage local]`: proves the books of all accounts of a stage. */
export const ledger: Command = {
  summary: 'proves the books of all accounts (-- check, -- check --stage production)',
  async run(args) {
    const stage = stageOf(args);
    const { table, report } = await check(stage).catch((thrown) => {
      throw explainAccess(thrown, stage);
    });
    for (const problem of report.problems) console.log(`✗ ${problem}`);
    console.log(
      `${report.accounts} accounts, ${report.transactions} transactions, ${report.entries} entries in ${table.name}`,
    );
    const wrong = report.problems.length;
    console.log(
      wrong === 0
        ? 'the books add up'
        : `the books do not add up: ${wrong} ${wrong === 1 ? 'thing is' : 'things are'} wrong`,
    );
    return wrong === 0 ? 0 : 1;
  },
};

async function check(stage: string) {
  const table = await StageTable.find(stage, 'Payments');
  return { table, report: await lastingReport(() => table.scan()) };
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
export async function lastingReport(read: () => Promise<Items>): Promise<LedgerReport> {
  const first = checkLedger(await read());
  if (first.problems.length === 0) return first;
  const second = checkLedger(await read());
  return { ...second, problems: second.problems.filter((problem) => first.problems.includes(problem)) };
}
