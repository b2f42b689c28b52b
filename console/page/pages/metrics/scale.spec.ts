import { describe, expect, it } from 'vitest';
import { axisOf, runsOf } from './scale.ts';

describe('axisOf', () => {
  it.each([
    [0, [0, 0.5, 1]],
    [1, [0, 0.5, 1]],
    [3, [0, 2, 4]],
    [11, [0, 10, 20]],
    [20, [0, 10, 20]],
    [4321, [0, 5000, 10_000]],
  ])('has round numbers up to at least %d', (highest, ticks) => {
    expect(axisOf(highest)).toEqual({ top: ticks[2], ticks });
  });
});

describe('runsOf', () => {
  it('breaks a line where nothing is known', () => {
    expect(runsOf([null, 1, 0, null, null, 3])).toEqual([
      [
        [1, 1],
        [2, 0],
      ],
      [[5, 3]],
    ]);
  });
});
