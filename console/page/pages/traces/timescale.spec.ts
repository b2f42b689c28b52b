import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timescale } from './timescale.ts';

describe('timescale', () => {
  it('is linear when nothing is squeezed', () => {
    const { at, gaps } = timescale([{ after: 0, ms: 1 }], 100, false);
    expect([0, 25, 50, 100].map(at)).toEqual([0, 0.25, 0.5, 1]);
    expect(gaps).toEqual([]);
  });

  it('squeezes what nothing ran in, and gives the room to what did', () => {
    const { at, gaps } = timescale(
      [
        { after: 0, ms: 50 },
        { after: 950, ms: 50 },
      ],
      1000,
      true,
    );
    expect(gaps).toEqual([{ from: 50, to: 950 }]);
    expect(at(50)).toBeCloseTo(0.49);
    expect(at(950)).toBeCloseTo(0.51);
    expect(at(1000)).toBeCloseTo(1);
  });

  it('takes a span that goes on for one until the end', () => {
    expect(timescale([{ after: 0 }], 1000, true).gaps).toEqual([]);
  });

  it('never turns time around, whatever ran when', () => {
    const interval = fc.record({ after: fc.nat(1000), ms: fc.option(fc.nat(500), { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(interval), fc.boolean(), fc.array(fc.nat(1000)), (leaves, isSqueezed, moments) => {
        const { at } = timescale(leaves, 1000, isSqueezed);
        const places = moments.toSorted((a, b) => a - b).map(at);
        for (const [index, place] of places.entries()) {
          expect(place).toBeGreaterThanOrEqual(Math.max(0, (places[index - 1] ?? 0) - 1e-9));
          expect(place).toBeLessThanOrEqual(1);
        }
        expect(at(0)).toBe(0);
        expect(at(1000)).toBeCloseTo(1);
      }),
    );
  });
});
