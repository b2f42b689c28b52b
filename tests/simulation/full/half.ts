import { describe, expect, it } from 'vitest';
import { BASES, pairs } from '../pairs.ts';
import { prove } from '../proven.ts';
import { proveRandom } from '../random-schedules.ts';

/** How many random schedules are run by both halves together. */
const RUNS = Number(process.env.SIM_RUNS ?? 100_000);
/** Each portion is a test, so that one sees it go on. */
const PORTION = 5_000;

/** What takes long, in two halves: vitest gives each file to one worker. */
export function describeHalf(number: 0 | 1): void {
  describe(`all pairs of faults, half ${number + 1} of 2`, () => {
    it.each(BASES)('$name', async ({ base }) => {
      let count = 0;
      for await (const pair of pairs(base, { number, of: 2 })) {
        await prove(pair);
        count += 1;
      }
      expect(count).toBeGreaterThan(10_000);
      console.log(`${count} pairs`);
    });
  });

  describe(`random schedules, half ${number + 1} of 2`, () => {
    const portions = Math.max(1, Math.round(RUNS / 2 / PORTION));
    const runs = Math.ceil(RUNS / 2 / portions);
    it.each(Array.from({ length: portions }, (_, index) => index + 1))(
      `keep the invariants (${runs}, portion %i of ${portions})`,
      () => proveRandom({ runs }),
    );
  });
}
