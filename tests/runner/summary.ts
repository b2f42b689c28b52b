/** How long a file of tests took. */
export interface FileTime {
  file: string;
  durationMs: number;
}

/** How one part of the tests went. */
export interface PartResult {
  passed: number;
  failed: number;
  /** What it printed; shown when something failed. */
  output: string;
  /** Why nothing of it was run, where that is no failure. */
  skipped?: string;
  title?: string;
  durationMs?: number;
  /** What its files took. */
  files?: readonly FileTime[];
}

/** How many files are told, and of those that are faster than this (ms) none. */
const SLOWEST = { files: 10, fromMs: 1_000 };

const seconds = (ms: number) => `${(ms / 1000).toFixed(1).padStart(7)} s`;

/** What failed, then the slowest files, then the time of each part, then the sums, alone on the last line. */
export function summaryLines(results: PartResult[]): string[] {
  const failures = results
    .filter(({ failed }) => failed > 0)
    .flatMap(({ title, output }) => ['', `── ${title} ──`, output.trim()]);
  const times = results.map(
    ({ title, passed, failed, skipped, durationMs = 0 }) =>
      `${seconds(durationMs)}  ${title}: ${skipped ? `skipped, because ${skipped}` : `${passed} passed`}${failed > 0 ? `, ${failed} failed` : ''}`,
  );
  const sum = (key: 'passed' | 'failed') => results.reduce((total, result) => total + result[key], 0);
  const slowest = results
    .flatMap(({ files = [] }) => files)
    .filter(({ durationMs }) => durationMs >= SLOWEST.fromMs)
    .sort((one, other) => other.durationMs - one.durationMs)
    .slice(0, SLOWEST.files)
    .map(({ file, durationMs }) => `${seconds(durationMs)}  ${file}`);
  const told = slowest.length > 0 ? ['', 'the slowest files', ...slowest] : [];
  return [...failures, ...told, '', ...times, '', `${sum('passed')} passed, ${sum('failed')} failed`];
}
