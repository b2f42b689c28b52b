import { randomBytes } from 'node:crypto';
import type { Report } from '../progress.ts';
import { inParallel } from './in-parallel.ts';
import { type ChaosRow, titleOf } from './rows.ts';
import { lastingProblems, type PreparedRow, prepare, type RowResult, runRow } from './run-row.ts';
import type { ChaosShop } from './shop.ts';

/** Rows that run at once: most of the time they wait. */
const AT_ONCE = 12;
/** Products and customers that are made at once. */
const MADE_AT_ONCE = 6;
/** After so long no further row is begun (ms), unless told. */
const LIMIT_MS = 20 * 60_000;

export interface CampaignResult {
  results: RowResult[];
  /** What is wrong with the books when all rows are over. */
  problems: string[];
  durationMs: number;
}

/**
 * Runs rows of faults against a deployed shop, several at once: each has a product and a customer of its own, by which
 * its faults find it and its books are read. At the end the books of all are read once more.
 *
 * @example
 * const { results, problems } = await runCampaign({ shop: new ChaosShop({ endpoint, outputs }), rows: ROWS, report });
 */
export async function runCampaign(options: {
  shop: ChaosShop;
  rows: ChaosRow[];
  report: Report;
  limitMs?: number;
}): Promise<CampaignResult> {
  const { shop, rows, report, limitMs = LIMIT_MS } = options;
  const began = Date.now();
  const run = randomBytes(3).toString('hex');
  let made = 0;
  const prepared = await inParallel(rows, MADE_AT_ONCE, async (row, index) => {
    const one = await prepare(shop, row, `${run}-${index}.`);
    made += 1;
    report(`${made} of ${rows.length} products and customers made`);
    return one;
  });
  let done = 0;
  const results = new Map<ChaosRow, RowResult>();
  const one = async (each: PreparedRow) => {
    const result =
      Date.now() - began < limitMs
        ? await runRow(shop, each)
        : {
            row: each.row,
            outcome: 'none' as const,
            problems: ['was not run: the time is over'],
            durationMs: 0,
          };
    results.set(each.row, result);
    done += 1;
    report(`${done} of ${rows.length}: ${titleOf(each.row)}: ${result.problems[0] ?? result.outcome}`);
  };
  await inParallel(chains(prepared), AT_ONCE, async (chain) => {
    for (const each of chain) await one(each);
  });
  return {
    results: rows.map((row) => results.get(row)!),
    problems: await lastingProblems(shop, prepared),
    durationMs: Date.now() - began,
  };
}

/** What runs one after the other: the rows of one queue, and every other row alone. */
function chains(prepared: PreparedRow[]): PreparedRow[][] {
  return [...Map.groupBy(prepared, ({ row }) => row.queue ?? row).values()];
}
