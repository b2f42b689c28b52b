import { percentile } from '../../packages/command-line/percentile.ts';
import type { LoadResult } from './load.ts';

/** What there is to say of a load, and one line that sums up. */
export function loadLines(result: LoadResult): string[] {
  const { seed, orders, atOnce, ends, faults, problems, durationMs, latencies } = result;
  const throughput = (latencies.length / (durationMs / 1000)).toFixed(1);
  const at = (part: number) => seconds(percentile(latencies, part));
  return [
    '',
    `ends        ${listOf(ends)}`,
    `faults      ${listOf(faults)} (seed ${seed})`,
    `throughput  ${throughput} orders/s, all settled in ${seconds(durationMs)}`,
    `latency     p50 ${at(0.5)}, p95 ${at(0.95)} from the order to its end`,
    '',
    ...problems.map((problem) => `✗ ${problem}`),
    problems.length === 0
      ? `${orders} orders, ${atOnce} at once, with faults: the invariants hold and nothing is stuck`
      : `${orders} orders, ${atOnce} at once, with faults: ${problems.length} things are wrong (--seed ${seed} repeats the faults)`,
  ];
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

const listOf = (counts: Record<string, number>) =>
  Object.entries(counts)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
