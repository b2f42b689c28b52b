import { expect, it } from 'vitest';
import { loadLines } from './load-lines.ts';

const result = {
  seed: 7,
  orders: 4,
  atOnce: 2,
  ends: { CONFIRMED: 3, 'CANCELLED (OutOfStock)': 1 },
  faults: { throttle: 2 },
  problems: [],
  durationMs: 2_000,
  latencies: [100, 200, 300, 1_900],
};

it('tells ends, faults with their seed, throughput and latency', () => {
  expect(loadLines(result)).toEqual([
    '',
    'ends        1 CANCELLED (OutOfStock), 3 CONFIRMED',
    'faults      2 throttle (seed 7)',
    'throughput  2.0 orders/s, all settled in 2.0 s',
    'latency     p50 0.2 s, p95 1.9 s from the order to its end',
    '',
    '4 orders, 2 at once, with faults: the invariants hold and nothing is stuck',
  ]);
});

it('names what is wrong', () => {
  const lines = loadLines({ ...result, problems: ['order 1 is parked'] });
  expect(lines).toContain('✗ order 1 is parked');
  expect(lines.at(-1)).toBe(
    '4 orders, 2 at once, with faults: 1 things are wrong (--seed 7 repeats the faults)',
  );
});
