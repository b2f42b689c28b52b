import fc from 'fast-check';
import { describe, it } from 'vitest';
import { prove, tellFailure } from './proven.ts';
import { schedules } from './random-schedules.ts';
import type { Schedule } from './schedule.ts';

/** How many random schedules are run. */
const RUNS = Number(process.env.SIM_RUNS ?? 5_000);

/** `<seed>`, or `<seed>/<path>` for the one that failed; both are printed with a failure. */
const [seed, path] = process.env.SIM_SEED?.split('/') ?? [];

const again: Schedule | undefined = process.env.SIM_SCHEDULE && JSON.parse(process.env.SIM_SCHEDULE);

describe('random schedules', () => {
  it(`leave the books right (${RUNS})`, { timeout: 60 * 60_000 }, async () => {
    const result = await fc.check(fc.asyncProperty(schedules, prove), {
      numRuns: RUNS,
      ...(seed && { seed: Number(seed), path }),
    });
    if (!result.failed) return;
    const [schedule] = result.counterexample ?? [];
    throw new Error(
      [
        `run ${result.numRuns} failed; the schedule was shrunk ${result.numShrinks} times`,
        schedule ? await tellFailure(schedule) : String(result.errorInstance),
        `or: SIM_SEED='${result.seed}/${result.counterexamplePath}' npm test -- simulation`,
      ].join('\n'),
    );
  });

  it.runIf(again)('the schedule of SIM_SCHEDULE leaves the books right', async () => {
    console.log(await tellFailure(again!));
    await prove(again!);
  });
});
