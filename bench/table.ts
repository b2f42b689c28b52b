/** What a bench has measured: a table in docs/performance.md. */
export interface BenchTable {
  title: string;
  /** What was run beside what, and how often. */
  explanation: string;
  columns: string[];
  rows: string[][];
  /** What follows from the rows: which target is met, or what keeps it from being met. */
  notes?: string[];
}

/** Option of a bench's program: prints its tables as one line of JSON, for `npm run bench`. */
export const JSON_OPTION = '--json';

const row = (cells: string[]) => `| ${cells.join(' | ')} |`;

/** A table as Markdown, its title a heading of the second level. */
export function toMarkdown({ title, explanation, columns, rows, notes = [] }: BenchTable): string {
  const lines = [row(columns), row(columns.map((_, at) => (at === 0 ? '---' : '---:'))), ...rows.map(row)];
  return [`## ${title}`, '', explanation, '', ...lines, ...notes.flatMap((note) => ['', note])].join('\n');
}

/** The main function of a bench's program: measures, and prints the tables for people or, with `--json`, for `npm run bench`. */
export async function printTables(measure: () => Promise<BenchTable[]>): Promise<void> {
  const tables = await measure();
  console.log(
    process.argv.includes(JSON_OPTION) ? JSON.stringify(tables) : tables.map(toMarkdown).join('\n\n'),
  );
}

/** The numbers that a bench's program was given, in their order; options are left out. */
export const numbersGiven = (): number[] =>
  process.argv
    .slice(2)
    .filter((word) => /^\d+$/.test(word))
    .map(Number);
