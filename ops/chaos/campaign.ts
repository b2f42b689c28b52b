import { randomBytes } from 'node:crypto';
import type { Report } from '../../packages/command-line/progress.ts';
import { inParallel } from './in-parallel.ts';
import { type ChaosRow, titleOf } from './rows.ts';
import { lastingProblems, type PreparedRow, prepare, type RowResult, runRow } from './run-row.ts';
import type { ChaosShop } from './shop.ts';

/** Rows that run at once: most of the time they wait. */
const AT_ONCE = 12;
/** After so long no further row is begun (ms), unless told. */
const LIMIT_MS = 20 * 60_000;

export interface CampaignResult {
  results: RowResult[];
  /** Which invariants are violated when all rows are over. */
  problems: string[];
  durationMs: number;
}

/**
 * Runs rows of faults against a deployed shop, several at once: each has a product and a customer of its own, by which
 * its faults find it and its rows are judged. At the end the rows of all are judged once more.
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
  const prepared: PreparedRow[] = [];
  const results = new Map<ChaosRow, RowResult>();
  await shop.earlier();
  await inParallel(chains(rows), AT_ONCE, async (chain) => {
    for (const row of chain) {
      const left = limitMs - (Date.now() - began);
      const result = await runOne({ shop, row, id: `${run}-${rows.indexOf(row)}.`, prepared, left });
      results.set(row, result);
      report(`${results.size} of ${rows.length}: ${titleOf(row)}: ${result.problems[0] ?? result.outcome}`);
    }
  });
  return {
    results: rows.map((row) => results.get(row)!),
    problems: await lastingProblems(shop, prepared),
    durationMs: Date.now() - began,
  };
}

/** What runs one after the other: the rows of one queue, and every other row alone. */
function chains(rows: ChaosRow[]): ChaosRow[][] {
  return [...Map.groupBy(rows, (row) => row.queue ?? row).values()];
}

/** A row from its product to its end. What cannot even be prepared is red, and the others go on. */
async function runOne(options: {
  shop: ChaosShop;
  row: ChaosRow;
  id: string;
  prepared: PreparedRow[];
  left: number;
}): Promise<RowResult> {
  const { shop, row, id, prepared, left } = options;
  const red = (problem: string): RowResult => ({ row, outcome: 'none', problems: [problem], durationMs: 0 });
  if (left <= 0) return red('was not run: the time is over');
  try {
    const ready = await prepare(shop, row, id);
    prepared.push(ready);
    return await runRow(shop, ready);
  } catch (thrown) {
    return red(thrown instanceof Error ? thrown.message : String(thrown));
  }
}
