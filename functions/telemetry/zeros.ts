import type { CountedName } from '../contracts/metrics.ts';
import { Deltas } from './deltas.ts';
import type { Series } from './series-table.ts';

/**
 * Adds every series that was never counted, at 0. A series that first appears with 1 shows no increase in Prometheus: the
 * first failure of a kind would be missed (https://prometheus.io/docs/practices/instrumentation/#avoid-missing-metrics).
 */
export function withZeros(
  series: readonly Series[],
  sets: readonly [CountedName, readonly (readonly string[])[]][],
): Series[] {
  const all = new Deltas();
  for (const [name, labels] of sets) for (const one of labels) all.count(name, one, 0);
  const known = new Map(series.map((one) => [JSON.stringify([one.name, one.labels]), one]));
  const foreseen = [...all].map((zero) => {
    const key = JSON.stringify([zero.name, zero.labels]);
    const one = known.get(key) ?? zero;
    known.delete(key);
    return one;
  });
  return [...foreseen, ...known.values()];
}
