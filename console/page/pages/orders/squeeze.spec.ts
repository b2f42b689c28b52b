import { describe, expect, it } from 'vitest';
import { squeezed } from './squeeze.ts';

describe('an axis with squeezed gaps', () => {
  it('draws what is close to scale', () => {
    const axis = squeezed([0, 100, 400]);
    expect(axis.gaps).toEqual([]);
    expect([0, 100, 200, 400].map(axis.at)).toEqual([0, 0.25, 0.5, 1]);
  });

  it('draws a long gap as long as the limit, and tells it', () => {
    const axis = squeezed([0, 1_000, 3_601_000, 3_602_000], 2_000);
    expect(axis.gaps).toEqual([{ from: 1_000, to: 3_601_000 }]);
    expect([0, 1_000, 3_601_000, 3_602_000].map(axis.at)).toEqual([0, 0.25, 0.75, 1]);
    expect(axis.at(1_801_000)).toBe(0.5);
  });

  it('takes times in any order, and keeps what is outside at the ends', () => {
    const axis = squeezed([400, 0, 100]);
    expect([-50, 900].map(axis.at)).toEqual([0, 1]);
  });

  it.each([[[]], [[5]], [[5, 5]]])('draws %j at its beginning', (times) => {
    expect(squeezed(times).at(5)).toBe(0);
  });
});
