import type { LabelsOf, RecordedCounter, RecordedHistogram } from '../../contracts/metrics.ts';
import { RECORDED_LABELS } from '../../contracts/recorded-labels.ts';

/** What was recorded of one series: how often, or each time that was measured (seconds). */
export type Recorded =
  | { name: RecordedCounter; labels: readonly string[]; count: number }
  | { name: RecordedHistogram; labels: readonly string[]; values: number[] };

/** By name and labels. Lambda runs one invocation at a time in an environment, so there is one of it. */
let recorded = new Map<string, Recorded>();

const labelValues = (name: RecordedCounter | RecordedHistogram, labels: Record<string, string>): string[] =>
  RECORDED_LABELS[name].map((label) => labels[label] ?? '');

/**
 * Counts something that has happened. In memory: it costs about a microsecond, and no call.
 *
 * @example count('emails_total', { outcome: 'sent' })
 */
export function count<N extends RecordedCounter>(name: N, labels: LabelsOf<N>, by = 1): void {
  const values = labelValues(name, labels);
  const key = `${name}\n${values.join('\n')}`;
  const series = recorded.get(key);
  if (series && 'count' in series) series.count += by;
  else recorded.set(key, { name, labels: values, count: by });
}

/**
 * Notes how long something took, in seconds.
 *
 * @example observe('saga_step_duration_seconds', { service: 'orders', step: 'ConfirmOrder', outcome: 'ok' }, 0.012)
 */
export function observe<N extends RecordedHistogram>(name: N, labels: LabelsOf<N>, seconds: number): void {
  const values = labelValues(name, labels);
  const key = `${name}\n${values.join('\n')}`;
  const series = recorded.get(key);
  if (series && 'values' in series) series.values.push(seconds);
  else recorded.set(key, { name, labels: values, values: [seconds] });
}

/** Everything since the last time, which begins anew. */
export function takeRecorded(): Recorded[] {
  if (recorded.size === 0) return [];
  const taken = [...recorded.values()];
  recorded = new Map();
  return taken;
}
