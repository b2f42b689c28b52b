import { describe, it } from 'vitest';
import { prove, replayWithTrace } from './proven.ts';
import { proveRandom } from './random-schedules.ts';
import type { Schedule } from './schedule.ts';

/** How many random schedules are run. */
const RUNS = Number(process.env.SIM_RUNS ?? 2_000);

/** `<seed>`, or `<seed>/<path>` for the one that failed; both are printed with a failure. */
const [seed, path] = process.env.SIM_SEED?.split('/') ?? [];

const again: Schedule | undefined = process.env.SIM_SCHEDULE && JSON.parse(process.env.SIM_SCHEDULE);
const options = { reconciled: process.env.SIM_RECONCILED !== 'no' };

describe('random schedules', () => {
  it(`keep the invariants (${RUNS})`, { timeout: 60 * 60_000 }, () =>
    proveRandom({ runs: RUNS, ...(seed && { seed: Number(seed), path }) }),
  );

  it.runIf(again)('the schedule of SIM_SCHEDULE keeps the invariants', async () => {
    console.log(await replayWithTrace(again!, options));
    await prove(again!, options);
  });
});
