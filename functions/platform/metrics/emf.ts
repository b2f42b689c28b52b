import { PROMISED_ROUTES } from '../../contracts/metrics.ts';
import type { Recorded } from './recorder.ts';

/** One series of a line: its metric, the values of its labels, and how often, or each time that was measured (seconds). */
export type LineEntry = readonly [name: string, labels: readonly string[], value: number | readonly number[]];

/** CloudWatch takes no more values of one metric from a line, and no more metrics of one directive. */
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
  const entries = recorded.flatMap(entriesOf);
  const lines: string[] = [];
  for (let at = 0; at < entries.length; ) {
    const part = fitting(entries.slice(at, at + MOST_SERIES));
    lines.push(JSON.stringify(lineOf(part, options)));
    at += part.length;
  }
  return lines;
}

/** A series that was measured more often than a line may say comes as several. */
function entriesOf(series: Recorded): LineEntry[] {
  if ('count' in series) return [[series.name, series.labels, series.count]];
  const parts: LineEntry[] = [];
  for (let at = 0; at < series.values.length; at += MOST_VALUES)
    parts.push([series.name, series.labels, series.values.slice(at, at + MOST_VALUES).map(micros)]);
  return parts;
}

/** As many of the entries, from the first on, as no metric has too many values of. */
function fitting(entries: LineEntry[]): LineEntry[] {
  const values = new Map<string, number>();
  const end = entries.findIndex(([name, , value]) => {
    const sum = (values.get(name) ?? 0) + (Array.isArray(value) ? value.length : 0);
    values.set(name, sum);
    return sum > MOST_VALUES;
  });
  return end < 0 ? entries : entries.slice(0, end);
}

/** To the microsecond: what is finer is noise, and makes lines long. */
const micros = (seconds: number): number => Math.round(seconds * 1e6) / 1e6;

function lineOf(
  entries: readonly LineEntry[],
  { namespace, service, traceId, now = Date.now() }: LineOptions,
) {
  const metrics: Record<string, number | number[]> = {};
  const dimensions = [['service']];
  let route: string | undefined;
  for (const [name, labels, value] of entries) {
    if (typeof value === 'number') metrics[name] = ((metrics[name] as number | undefined) ?? 0) + value;
    else metrics[name] = [...((metrics[name] as number[] | undefined) ?? []), ...value];
    // Which breaker it was, all labels tell; that one opens is what an alarm is about.
    if (name === 'breaker_transitions_total' && labels.at(-1) === 'OPEN')
      metrics.breaker_openings_total = Number(metrics.breaker_openings_total ?? 0) + Number(value);
    if (name !== 'http_requests_total') continue;
    const [, method, path, status] = labels;
    metrics.http_server_errors_total = Number(status) >= 500 ? 1 : 0;
    if (PROMISED_ROUTES.includes(`${method} ${path}`)) route = `${method} ${path}`;
  }
  if (route) dimensions.push(['service', 'route']);
  const unit = (value: number | number[]) => (Array.isArray(value) ? 'Seconds' : 'Count');
  return {
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        {
          Namespace: namespace,
          Dimensions: dimensions,
          Metrics: Object.entries(metrics).map(([Name, value]) => ({ Name, Unit: unit(value) })),
        },
      ],
    },
    service,
    ...(route && { route }),
    ...metrics,
    ...(traceId && { trace: traceId }),
    series: entries,
  };
}
