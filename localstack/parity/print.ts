import type { Result, Row } from './row.ts';
import { type Verdict, verdictOf } from './verdict.ts';

const MARKS: Record<Verdict, string> = { same: '✓', harmless: '≈', unused: '–', broken: '✗' };

export interface Outcome {
  row: Row;
  result: Result;
  verdict: Verdict;
}

/** Rows with their results and verdicts; the rows' tests are named from `root`. */
export const outcomes = (rows: Row[], results: Result[], root: string): Outcome[] =>
  results.map((result) => {
    const row = rows.find(({ id }) => id === result.id)!;
    return { row, result, verdict: verdictOf(row, result, root) };
  });

/** The outcome of every row, by service; for a difference, what AWS documents, what was seen, and what the program does about it. */
export function parityLines(all: Outcome[]): string[] {
  const lines: string[] = [];
  let service = '';
  for (const { row, result, verdict } of all) {
    if (row.service !== service) lines.push('', row.service);
    service = row.service;
    lines.push(`  ${MARKS[verdict]} ${row.behaviour}: ${row.documented}`);
    if (verdict === 'same') continue;
    lines.push(`      expected  ${inLine(row.expected)}`);
    lines.push(`      seen      ${inLine(result.seen)}`);
    lines.push(`      program   ${effectOf(row)}`);
    lines.push(`      source    https://docs.aws.amazon.com/${row.source} (${row.id})`);
  }
  return lines;
}

/** One line with the sums. */
export function paritySummary(all: Outcome[], engine: string): string {
  const count = (verdict: Verdict) => all.filter((outcome) => outcome.verdict === verdict).length;
  return [
    `${count('same')} of ${all.length} rows as AWS documents on ${engine}`,
    `${count('harmless')} differ without harm`,
    `${count('unused')} differ where nothing relies on it`,
    `${count('broken')} differ where the program relies on it`,
  ].join(', ');
}

/** What a difference of this row means for the program. */
export function effectOf({ reliedOn, difference }: Row): string {
  if (difference) return `${difference.program} (${difference.test})`;
  if (reliedOn === 'no') return 'does not rely on it';
  return reliedOn === 'soon' ? 'does not rely on it yet' : 'RELIES ON IT';
}

/** A value on one line, as JSON; words as they are. */
export const inLine = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
