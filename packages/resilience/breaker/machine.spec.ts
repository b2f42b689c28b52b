import { describe, expect, it } from 'vitest';
import { admission, type BreakerEvent, nextChange, type Outcome, openTime } from './machine.ts';
import { type BreakerRecord, type Count, NEW_BREAKER, sliceAt } from './record.ts';

const NOW = 1_000_000;
const WINDOW = 10_000;
const record = (given: Partial<BreakerRecord> = {}): BreakerRecord => ({ ...NEW_BREAKER, ...given });
const forced = (state: 'OPEN' | 'CLOSED', until: number) => ({ state, reason: 'why', by: 'who', until });
const counted = (...counts: [agoMs: number, Count][]) =>
  new Map(counts.map(([ago, count]) => [sliceAt(NOW - ago, WINDOW), count]));

describe('admission', () => {
  it.each<[string, Partial<BreakerRecord>, ReturnType<typeof admission>]>([
    ['closed', {}, 'pass'],
    ['open', { state: 'OPEN', openUntil: NOW + 1 }, 'refuse'],
    ['open, its time up', { state: 'OPEN', openUntil: NOW }, 'trial'],
    ['half open', { state: 'HALF_OPEN', lease: { by: 'x', until: NOW + 1 } }, 'refuse'],
    ['half open, the lease over', { state: 'HALF_OPEN', lease: { by: 'x', until: NOW } }, 'trial'],
    ['half open without a lease', { state: 'HALF_OPEN' }, 'trial'],
    ['forced open', { forced: forced('OPEN', NOW + 1) }, 'refuse'],
    ['forced open until now', { forced: forced('OPEN', NOW) }, 'pass'],
    ['open, forced closed', { state: 'OPEN', openUntil: NOW + 9, forced: forced('CLOSED', NOW + 1) }, 'pass'],
  ])('of a breaker that is %s', (_, given, expected) => {
    expect(admission(record(given), NOW)).toBe(expected);
  });
});

describe('a closed breaker', () => {
  it.each<[string, Map<number, Count>, boolean]>([
    ['three failures of five calls', counted([0, { calls: 5, failures: 3 }]), true],
    ['two failures', counted([0, { calls: 50, failures: 2 }]), false],
    ['three failures of four calls', counted([0, { calls: 4, failures: 3 }]), false],
    [
      'failures spread over the window',
      counted(
        [9_999, { calls: 2, failures: 1 }],
        [5_000, { calls: 2, failures: 1 }],
        [0, { calls: 1, failures: 1 }],
      ),
      true,
    ],
    [
      'a failure that has left the window',
      counted(
        [10_500, { calls: 5, failures: 1 }],
        [5_000, { calls: 5, failures: 1 }],
        [0, { calls: 1, failures: 1 }],
      ),
      false,
    ],
  ])('with %s', (_, counts, opens) => {
    const change = nextChange(record({ counts, generation: 4 }), { type: 'counted' }, NOW);

    expect(change).toEqual(
      opens
        ? { from: 4, to: { state: 'OPEN', since: NOW, openUntil: NOW + 5_000, opens: 1, lease: undefined } }
        : undefined,
    );
  });

  it.each([
    [0.3, true],
    [0.31, false],
  ])('opens at a share of %d only if as much failed', (share, opens) => {
    const counts = counted([0, { calls: 10, failures: 3 }]);
    const settings = {
      failures: 3,
      calls: 5,
      windowMs: WINDOW,
      openMs: 1,
      maxOpenMs: 1,
      quietMs: 1,
      leaseMs: 1,
    };

    expect(
      nextChange(record({ counts }), { type: 'counted' }, NOW, { ...settings, share }) !== undefined,
    ).toBe(opens);
  });

  it.each([
    [59_999, 3],
    [60_000, 1],
  ])('that closed %d ms ago opens the %d. time', (ago, opens) => {
    const counts = counted([0, { calls: 5, failures: 3 }]);

    expect(
      nextChange(record({ counts, opens: 2, since: NOW - ago }), { type: 'counted' }, NOW)?.to.opens,
    ).toBe(opens);
  });

  it.each(['OPEN', 'CLOSED'] as const)('does nothing by itself while it is forced %s', (state) => {
    const given = { counts: counted([0, { calls: 5, failures: 3 }]), forced: forced(state, NOW + 1) };

    expect(nextChange(record(given), { type: 'counted' }, NOW)).toBeUndefined();
  });
});

describe('a breaker that is tried', () => {
  const half = record({
    state: 'HALF_OPEN',
    generation: 7,
    opens: 2,
    lease: { by: 'x', until: NOW + 5_000 },
  });

  it.each<[Outcome, object]>([
    ['success', { state: 'CLOSED', opens: 2, openUntil: 0 }],
    ['failure', { state: 'OPEN', opens: 3, openUntil: NOW + 20_000 }],
    ['unknown', { state: 'OPEN', opens: 2, openUntil: NOW }],
  ])('comes after %s to', (outcome, to) => {
    expect(nextChange(half, { type: 'trialEnded', outcome }, NOW)).toMatchObject({ from: 7, to });
  });

  it.each([
    [0, 10_000],
    [30_000, 60_000],
  ])('for %d ms is leased for %d ms', (forMs, leaseMs) => {
    const change = nextChange(
      record({ state: 'OPEN', openUntil: NOW }),
      { type: 'trialWanted', by: 'y', forMs },
      NOW,
    );

    expect(change?.to).toMatchObject({ state: 'HALF_OPEN', lease: { by: 'y', until: NOW + leaseMs } });
  });

  it.each<[string, BreakerRecord, BreakerEvent]>([
    ['no trial call where one is under way', half, { type: 'trialWanted', by: 'y', forMs: 1 }],
    ['no trial call of a closed one', record(), { type: 'trialWanted', by: 'y', forMs: 1 }],
    [
      'no end of a trial call that is over',
      record({ state: 'OPEN' }),
      { type: 'trialEnded', outcome: 'success' },
    ],
    [
      'no open of an open one',
      { ...half, counts: counted([0, { calls: 9, failures: 9 }]) },
      { type: 'counted' },
    ],
  ])('makes %s', (_, given, event) => {
    expect(nextChange(given, event, NOW)).toBeUndefined();
  });
});

describe('openTime', () => {
  it.each([
    [1, 5_000],
    [2, 10_000],
    [3, 20_000],
    [4, 40_000],
    [5, 60_000],
    [50, 60_000],
  ])('at open %d is %d ms', (opens, ms) => {
    expect(openTime(opens)).toBe(ms);
  });
});
