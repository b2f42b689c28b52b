import fc from 'fast-check';
import { describe, it } from 'vitest';
import { DIRECTED } from '../simulation/directed.ts';
import { prove } from '../simulation/proven.ts';
import { schedules } from '../simulation/random-schedules.ts';

/** In portions: a mutant that the first one finds needs no other. */
const SEEDS = [1, 2, 3, 4];
const EACH = 50;

describe('schedules against a mutant', () => {
  it.each(Object.entries(DIRECTED))('%s', (_, schedule) => prove(schedule));

  it.each(SEEDS)(`${EACH} random ones by seed %i`, (seed) =>
    fc.assert(fc.asyncProperty(schedules, prove), { seed, numRuns: EACH, endOnFailure: true }),
  );
});
