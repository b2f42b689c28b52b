import { describe, expect, it } from 'vitest';
import { announceLow, crosses, type Stock } from './stock-repository.ts';

const stock = (headroom: number): Stock => ({ sku: 'cup', available: 12, reserved: 0, headroom, version: 1 });

describe('crosses', () => {
  it.each([
    ['leaves more than the threshold', 5, 4, false],
    ['leaves the threshold', 5, 5, false],
    ['goes below it', 5, 6, true],
    ['goes below it from the threshold', 0, 1, true],
    ['is of stock that is low already', -1, 1, false],
  ])('when what is taken %s: %i of %i', (_, headroom, fewer, expected) => {
    expect(crosses(stock(headroom), fewer)).toBe(expected);
  });
});

describe('announceLow', () => {
  it('tells what is left and below what it is low', () => {
    const write = announceLow(stock(2), 9);
    const event = 'put' in write ? write.put.event : undefined;
    expect(event).toMatchObject({ sequence: 1, data: { sku: 'cup', available: 9, threshold: 10 } });
  });
});
