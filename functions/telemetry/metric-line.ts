import * as z from 'zod/mini';
import { COUNTED, type CountedName, RECORDED } from '../contracts/metrics.ts';
import type { Delta, Deltas } from './deltas.ts';

/** A metric line, as functions/platform/metrics/emf.ts writes it. */
export interface MetricLine {
  /** When it was written, in ms since 1970. */
  at: number;
  traceId: string | undefined;
  series: readonly LineSeries[];
}

type LineSeries = Pick<Delta, 'name' | 'labels'> & { value: number | readonly number[] };

const label = z.string().check(z.minLength(1), z.maxLength(120));
const seconds = z.number().check(z.gte(0), z.lte(1e6));
const times = z.int().check(z.gte(0), z.lte(1e9));

/** What passes can be added without an error, so that no bad line keeps the others of its batch from being counted. */
const Line = z.object({
  _aws: z.object({ Timestamp: z.int().check(z.gte(0), z.lte(8.64e15)) }),
  trace: z.optional(z.string().check(z.regex(/^[0-9a-f]{32}$/))),
  series: z
    .array(z.tuple([z.string(), z.array(label), z.union([times, z.array(seconds).check(z.maxLength(100))])]))
    .check(z.minLength(1), z.maxLength(90)),
});

/** Whether a series is in the contract: its metric exists, and the number of labels and the kind of value are right. */
function isRecorded([name, labels, value]: z.infer<typeof Line>['series'][number]): boolean {
  if (!Object.hasOwn(RECORDED, name)) return false;
  const metric = COUNTED[name as CountedName];
  return metric.labels.length === labels.length && (metric.type === 'histogram') === Array.isArray(value);
}

/**
 * Reads an event of the log.
 *
 * @returns undefined for any other line (the subscription filter also matches its term inside a text); `refused` for a metric
 *   line that cannot be counted.
 */
export function readMetricLine(message: string): MetricLine | 'refused' | undefined {
  const content = parse(message);
  if (typeof content !== 'object' || content === null || !('_aws' in content)) return undefined;
  const line = Line.safeParse(content);
  if (!line.success || !line.data.series.every(isRecorded)) return 'refused';
  const { _aws, trace, series } = line.data;
  return {
    at: _aws.Timestamp,
    traceId: trace,
    series: series.map(([name, labels, value]) => ({ name: name as CountedName, labels, value })),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Adds the series of a line. */
export function addLine(deltas: Deltas, { at, traceId, series }: MetricLine): void {
  for (const { name, labels, value } of series) {
    if (typeof value === 'number') deltas.count(name, labels, value);
    else
      for (const one of value)
        deltas.observe(name, labels, one, traceId ? { traceId, value: one, at } : undefined);
  }
}
