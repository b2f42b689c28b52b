import { isDeepStrictEqual } from 'node:util';
import type { Report } from '@serverless-orders/command-line/progress';
import { Lab } from './lab.ts';
import type { Result, Row } from './row.ts';

/** How many rows run at once. A row waits most of the time, but may start a process or two. */
const AT_ONCE = 8;
/** After how many seconds a row is cut off, unless it has its own limit. */
const LIMIT_S = 60;

export interface RunOptions {
  endpoint: string;
  report?: Report;
}

/**
 * Runs every row on one engine, and removes the resources afterwards. If a row throws, the error is its result. The rows with
 * the longest limits begin first.
 */
export async function runRows(rows: Row[], { endpoint, report = () => {} }: RunOptions): Promise<Result[]> {
  const lab = new Lab(endpoint);
  const results = new Map<string, Result>();
  const waiting = rows.toSorted((a, b) => (b.limit ?? LIMIT_S) - (a.limit ?? LIMIT_S));
  const work = async () => {
    for (let row = waiting.shift(); row; row = waiting.shift()) {
      results.set(row.id, await runRow(row, lab));
      report(`${results.size} of ${rows.length}: ${row.id}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    const left = await lab.close();
    if (left.length > 0) report(`could not be removed: ${left.join('; ')}`);
  }
  return rows.map(({ id }) => results.get(id)!);
}

async function runRow(row: Row, lab: Lab): Promise<Result> {
  const began = Date.now();
  const seen = await withLimit(row.see(lab), row.limit ?? LIMIT_S).catch(
    (error: Error) => `error: ${error.name}: ${error.message.split('\n')[0]}`,
  );
  return { id: row.id, seen: plain(seen), took: Date.now() - began };
}

function withLimit<T>(work: Promise<T>, seconds: number): Promise<T> {
  let timer: NodeJS.Timeout;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing within ${seconds} s`)), seconds * 1000);
  });
  return Promise.race([work, over]).finally(() => clearTimeout(timer));
}

/** The value as JSON has it, since results are stored as JSON: undefined is null in a list and absent elsewhere. */
const plain = (value: unknown): unknown => (value === undefined ? null : JSON.parse(JSON.stringify(value)));

/** Whether an engine did as AWS documents. */
export const isAsDocumented = (row: Row, { seen }: Result): boolean =>
  isDeepStrictEqual(seen, plain(row.expected));
