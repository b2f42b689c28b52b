import { describe, expect, it } from 'vitest';
import { percentile } from './percentile.ts';

describe('percentile', () => {
  it.each([
    [[], 0],
    [[7], 7],
    [Array.from({ length: 100 }, (_, index) => 100 - index), 95],
  ])('of %j is %d', (values, expected) => {
    expect(percentile(values, 0.95)).toBe(expected);
  });
});
