import fc from 'fast-check';
import { describe, it } from 'vitest';
import { DIRECTED, UNAIDED } from '../simulation/directed.ts';
import { prove } from '../simulation/proven.ts';
import { schedules } from '../simulation/random-schedules.ts';
import { withEveryFault } from '../simulation/single-faults.ts';
import { LOADED } from '../simulation/world/load.ts';

/** In portions: a mutant that the first one finds needs no other. */
const SEEDS = [1, 2, 3, 4];
const EACH = 50;

/** By which steps and undos come twice, late, or without their answer. */
const REPEATING = ['answer-lost', 'dies-after', 'twice', 'conflict'];
const BASES = ['a confirmed order', 'a confirmation that cannot be had', 'a wish after the confirmation'];

describe('schedules against a mutant', () => {
  it.each(Object.entries(UNAIDED))('%s, unaided', (_, schedule) => prove(schedule, { reconciled: false }));

  it.each(Object.entries(DIRECTED))('%s', (_, schedule) => prove(schedule));

  it.each(BASES)('%s, unaided, and what comes again', async (name) => {
    for (const one of await withEveryFault(UNAIDED[name]!)) {
      const { fn, kind, times } = one.faults.at(-1)!;
      const decides = LOADED.get(fn)?.step ?? LOADED.get(fn)?.entry.startsWith('orders/api/');
      if (decides && times === 1 && REPEATING.includes(kind)) await prove(one, { reconciled: false });
    }
  });

  it.each(SEEDS)(`${EACH} random ones by seed %i`, (seed) =>
    fc.assert(
      fc.asyncProperty(schedules, (one) => prove(one)),
      { seed, numRuns: EACH, endOnFailure: true },
    ),
  );
});
