import { PROMISED_ROUTES } from '../../contracts/recorded-labels.ts';
import type { Recorded } from './recorder.ts';

/** One series of a line: its metric, the values of its labels, and how often, or each time that was measured (seconds). */
export type LineEntry = readonly [name: string, labels: readonly string[], value: number | readonly number[]];

/** CloudWatch takes no more values of one metric from a line, and no more metrics of one directive; here, of all metrics of it. */
const MOST_VALUES = 100;

/**
 * As many series of a line as its claim, its counts and its series fit into one transaction with, since a line is
 * counted wholly or not (functions/telemetry/counter-repository.ts).
 */
export const MOST_SERIES = 90;

interface LineOptions {
  namespace: string;
  service: string;
  /** Of the trace of the invocation, 32 hexadecimal digits. */
  traceId?: string | undefined;
  /** Now, in ms since 1970. */
  now?: number;
}

/**
 * What was recorded as lines of CloudWatch's embedded metric format: one, unless it is more than a line may hold.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 *
 * CloudWatch gets each metric's sum by service, since it asks a price for each combination of dimensions; all labels are
 * in `series`, which the counting function reads.
 */
export function metricLines(recorded: readonly Recorded[], options: LineOptions): string[] {
  const lines: string[] = [];
  let entries: LineEntry[] = [];
  let room = MOST_VALUES;
  const add = (entry: LineEntry, values: number): void => {
    if (entries.length === MOST_SERIES || values > room) {
      lines.push(lineOf(entries, options));
      entries = [];
      room = MOST_VALUES;
    }
    entries.push(entry);
    room -= values;
  };
  for (const series of recorded) {
    if ('count' in series) add([series.name, series.labels, series.count], 0);
    // A series that was measured more often than a line may say comes as several.
    else
      for (let at = 0; at < series.values.length; at += MOST_VALUES) {
        const values = series.values.slice(at, at + MOST_VALUES).map(micros);
        add([series.name, series.labels, values], values.length);
      }
  }
  if (entries.length > 0) lines.push(lineOf(entries, options));
  return lines;
}

/** To the microsecond: what is finer is noise, and makes lines long. */
const micros = (seconds: number): number => Math.round(seconds * 1e6) / 1e6;

function lineOf(
  entries: readonly LineEntry[],
  { namespace, service, traceId, now = Date.now() }: LineOptions,
): string {
  const metrics: Record<string, number | number[]> = {};
  let route: string | undefined;
  for (const [name, labels, value] of entries) {
    if (typeof value === 'number') metrics[name] = (Number(metrics[name]) || 0) + value;
    else metrics[name] = metrics[name] ? [...(metrics[name] as number[]), ...value] : [...value];
    // Which breaker it was, all labels tell; that one opens is what an alarm is about.
    if (name === 'breaker_transitions_total' && labels.at(-1) === 'OPEN')
      metrics.breaker_openings_total = Number(metrics.breaker_openings_total ?? 0) + Number(value);
    if (name !== 'http_requests_total') continue;
    const [, method, path, status] = labels;
    metrics.http_server_errors_total = Number(status) >= 500 ? 1 : 0;
    if (PROMISED_ROUTES.includes(`${method} ${path}`)) route = `${method} ${path}`;
  }
  const Metrics: { Name: string; Unit: 'Count' | 'Seconds' }[] = [];
  for (const Name in metrics)
    Metrics.push({ Name, Unit: typeof metrics[Name] === 'number' ? 'Count' : 'Seconds' });
  const Dimensions = route ? [['service'], ['service', 'route']] : [['service']];
  return JSON.stringify({
    _aws: { Timestamp: now, CloudWatchMetrics: [{ Namespace: namespace, Dimensions, Metrics }] },
    service,
    route,
    ...metrics,
    trace: traceId,
    series: entries,
  });
}
