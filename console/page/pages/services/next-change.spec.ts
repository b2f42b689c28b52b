import { describe, expect, it } from 'vitest';
import type { ServiceInstance } from '../../../api/services.ts';
import { nextChange } from './next-change.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const at = (ms: number) => new Date(NOW + ms).toISOString();
const behind = (breaker: Partial<ServiceInstance['breaker']>) =>
  ({ breaker: { failures: 0, ...breaker } }) as ServiceInstance;

describe('nextChange', () => {
  it.each([
    ['nothing happens by itself', [behind({})], undefined],
    ['a breaker is open until then', [behind({ openUntil: at(4_000) })], 4_500],
    ['a word holds until then', [behind({ forced: { until: at(60_000), by: 'b', reason: 'r' } })], 60_500],
    ['failures are forgotten', [behind({ failures: 1, openUntil: at(60_000) })], 10_500],
    ['the first of several', [behind({ openUntil: at(9_000) }), behind({ openUntil: at(3_000) })], 3_500],
    ['what is over is over', [behind({ openUntil: at(-1) })], undefined],
  ])('%s', (_, instances, expected) => {
    expect(nextChange(instances, NOW)).toBe(expected);
  });
});
