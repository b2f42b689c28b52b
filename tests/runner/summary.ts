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
}

/** What failed, then the time of each part, then the sums, alone on the last line. */
export function summaryLines(results: PartResult[]): string[] {
  const failures = results
    .filter(({ failed }) => failed > 0)
    .flatMap(({ title, output }) => ['', `── ${title} ──`, output.trim()]);
  const times = results.map(
    ({ title, passed, failed, skipped, durationMs = 0 }) =>
      `${(durationMs / 1000).toFixed(1).padStart(7)} s  ${title}: ${skipped ? `skipped, because ${skipped}` : `${passed} passed`}${failed > 0 ? `, ${failed} failed` : ''}`,
  );
  const sum = (key: 'passed' | 'failed') => results.reduce((total, result) => total + result[key], 0);
  return [...failures, '', ...times, '', `${sum('passed')} passed, ${sum('failed')} failed`];
}
