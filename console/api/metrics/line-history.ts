import { type MetricLine, readMetricLine } from '../../../functions/telemetry/metric-line.ts';
import type { Search, StageLogs } from '../../../ops/logs/stage-logs.ts';

/** How long lines are kept (ms): a chart's hour, and the minute that has begun. */
const KEPT_MS = 61 * 60_000;
/** How late a line may come into a log (ms). */
const LATE_MS = 20_000;
/** What every line of the embedded metric format has. */
const TERM = '_aws';

type Logs = Pick<StageLogs, 'functions'> & { search(search: Search): ReturnType<StageLogs['search']> };

/** The lines of metrics of the last hour. All are read once, and after that what has come since. */
export class LineHistory {
  readonly #lines = new Map<string, MetricLine>();
  #read = 0;

  /** @param now - in ms since 1970 */
  async update(logs: Logs, now = Date.now()): Promise<void> {
    const from = Math.max(now - KEPT_MS, this.#read - LATE_MS);
    const found = await logs.search({ functions: logs.functions, terms: [TERM], from });
    for (const { id, text } of found) {
      const line = readMetricLine(text);
      if (line !== undefined && line !== 'refused') this.#lines.set(id, line);
    }
    this.#read = now;
    for (const [id, { at }] of this.#lines) if (at < now - KEPT_MS) this.#lines.delete(id);
  }

  lines(): MetricLine[] {
    return [...this.#lines.values()];
  }
}
