import { beforeEach, describe, expect, it } from 'vitest';
import { Starting } from './starting.ts';

describe('Starting', () => {
  let starting: Starting;
  beforeEach(() => {
    starting = new Starting();
  });
  /** Calls that were late, as [began, given up] in ms: whether the instance may have been starting at each. */
  const late = (...calls: [number, number][]) =>
    calls.map(([began, now]) => starting.mayBeStarting('users/a', began, now));

  it.each<[string, [number, number][], boolean[]]>([
    ['the first call', [[0, 800]], [true]],
    ['the first call, when it has waited as long as a start takes', [[0, 3_000]], [false]],
    [
      'calls one after the other, until that time is over',
      [
        [0, 800],
        [800, 1_600],
        [2_000, 2_999],
        [2_999, 3_000],
        [5_000, 5_800],
      ],
      [true, true, true, false, false],
    ],
    [
      'a crowd at once',
      [
        [0, 1_500],
        [0, 1_500],
        [10, 1_510],
      ],
      [true, true, true],
    ],
    [
      'a call after a minute without one',
      [
        [0, 800],
        [60_800, 61_600],
      ],
      [true, true],
    ],
    [
      'a call every half minute',
      [
        [0, 800],
        [30_000, 30_800],
        [60_000, 60_800],
      ],
      [true, true, false],
    ],
  ])('of %s', (_, calls, expected) => {
    expect(late(...calls)).toEqual(expected);
  });

  it('begins anew when the instance has answered: another environment of it may start', () => {
    expect(late([0, 800], [3_000, 3_800], [6_000, 6_800])).toEqual([true, true, false]);
    starting.answered('users/a');
    expect(late([10_000, 10_800])).toEqual([true]);
  });

  it('knows instances that have answered last, each by itself', () => {
    expect(starting.isWarm('users/a')).toBe(false);
    starting.answered('users/a');
    expect([starting.isWarm('users/a'), starting.isWarm('users/b')]).toEqual([true, false]);
    late([0, 800]);
    expect(starting.isWarm('users/a')).toBe(false);
  });
});
