import { COUNTED, type CountedName } from '../contracts/metrics.ts';

/** An exemplar: a trace, the time that was measured in it (seconds), and when (ms since 1970). */
export interface Exemplar {
  traceId: string;
  value: number;
  at: number;
}

/** What is to be added to one series. */
export interface Delta {
  name: CountedName;
  /** The values of its labels, in the order of the contract. */
  labels: readonly string[];
  /** By how much a counter rises; of a histogram, the number of measurements. */
  count: number;
  /** The sum of what was measured, in whole microseconds: sums of fractions would drift. */
  micros: number;
  /** The number of measurements in each bucket, by its index, not cumulative; the last bucket has no bound. */
  buckets: Map<number, number>;
  /** The latest exemplar of each bucket. */
  exemplars: Map<number, Exemplar>;
}

const keyOf = (name: string, labels: readonly string[]): string => JSON.stringify([name, ...labels]);

/** The bucket that a measured time falls into: the first whose bound it does not exceed. */
export function bucketOf(name: CountedName, seconds: number): number {
  const metric = COUNTED[name];
  if (!('buckets' in metric)) return 0;
  const index = (metric.buckets as readonly number[]).findIndex((bound) => seconds <= bound);
  return index < 0 ? metric.buckets.length : index;
}

/** What is to be added to many series, each at most once. */
export class Deltas {
  readonly #bySeries = new Map<string, Delta>();

  /** How many series there are. */
  get size(): number {
    return this.#bySeries.size;
  }

  /** @returns how many of these series are not among them yet. */
  missing(series: Iterable<Pick<Delta, 'name' | 'labels'>>): number {
    const keys = new Set([...series].map(({ name, labels }) => keyOf(name, labels)));
    return [...keys].filter((key) => !this.#bySeries.has(key)).length;
  }

  count(name: CountedName, labels: readonly string[], by: number): void {
    this.#of(name, labels).count += by;
  }

  observe(name: CountedName, labels: readonly string[], seconds: number, exemplar?: Exemplar): void {
    const delta = this.#of(name, labels);
    const bucket = bucketOf(name, seconds);
    delta.count += 1;
    delta.micros += Math.round(seconds * 1e6);
    delta.buckets.set(bucket, (delta.buckets.get(bucket) ?? 0) + 1);
    if (exemplar) delta.exemplars.set(bucket, exemplar);
  }

  [Symbol.iterator](): Iterator<Delta> {
    return this.#bySeries.values();
  }

  #of(name: CountedName, labels: readonly string[]): Delta {
    const key = keyOf(name, labels);
    const known = this.#bySeries.get(key);
    if (known) return known;
    const delta = { name, labels, count: 0, micros: 0, buckets: new Map(), exemplars: new Map() };
    this.#bySeries.set(key, delta);
    return delta;
  }
}
