/** A line of a chart: a value for each time of the answer, null where nothing is known. */
export interface ChartSeries {
  name: string;
  values: (number | null)[];
}

export interface Chart {
  id: string;
  title: string;
  unit: 'count' | 'ms' | 'messages';
  /** What it covers, where that is not the whole hour. */
  note?: string;
  series: ChartSeries[];
}

/** Charts are of an hour, by the minute. */
export const STEP_MS = 60_000;
export const STEPS = 60;

/** The beginnings of the minutes that are shown, the present one last (ms since 1970). */
export function minutesUntil(now: number): number[] {
  const last = Math.floor(now / STEP_MS) * STEP_MS;
  return Array.from({ length: STEPS }, (_, index) => last - (STEPS - 1 - index) * STEP_MS);
}

/** What was measured once, and of what. */
export interface Sample {
  at: number;
  name: string;
  value: number;
}

/** How the samples of a minute become one value. */
export type Gathered = 'sum' | 'p95' | 'last';

/**
 * A line for each name, in order of names. A minute without a sample is 0 in a sum, since nothing happened; in all else it
 * is unknown.
 */
export function seriesOf(
  samples: readonly Sample[],
  minutes: readonly number[],
  gathered: Gathered,
  names: readonly string[] = [],
): ChartSeries[] {
  const first = minutes[0] ?? 0;
  const byName = Map.groupBy(samples, ({ name }) => name);
  const all = [...new Set([...names, ...[...byName.keys()].sort()])];
  return all.map((name) => {
    const byMinute = Map.groupBy(byName.get(name) ?? [], ({ at }) => Math.floor((at - first) / STEP_MS));
    return { name, values: minutes.map((_, index) => gather(byMinute.get(index) ?? [], gathered)) };
  });
}

function gather(samples: readonly Sample[], gathered: Gathered): number | null {
  const values = samples.map(({ value }) => value);
  if (gathered === 'sum') return values.reduce((total, value) => total + value, 0);
  if (values.length === 0) return null;
  if (gathered === 'last') return values.at(-1)!;
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1]!;
}
