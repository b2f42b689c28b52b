import { command } from '@serverless-orders/command-line/command';
import { action } from '@serverless-orders/command-line/declaration';
import { command as asPart } from './command.ts';
import { inOtherCheckout } from './other-checkout.ts';
import { type Part, runParts } from './parts.ts';
import { PARTS } from './test.ts';
import { runVitest } from './vitest.ts';

/** What takes longer hangs (ms). */
const LIMIT_MS = 60 * 60_000;

/** What takes too long for every day. */
const LONG: Part[] = [
  {
    title: 'all pairs of faults, 100,000 random schedules',
    run: (options) => runVitest({ project: 'simulation-full', eachTest: true, ...options }),
  },
  {
    title: 'deployments that are killed at more points',
    run: (options) => runVitest({ project: 'engine-full', eachTest: true, ...options }),
  },
  { title: 'every fault at every step, on the engine', run: asPart('chaos') },
  { title: 'another checkout, in a path with blanks and an umlaut, by another user', run: inOtherCheckout },
  { title: '200 orders at once, with faults', run: asPart('chaos', 'load') },
];

/** `npm run test:full`: all that `npm test` runs, and after it what takes long. */
export const testFull = command({
  name: 'test:full',
  summary: 'runs all checks and tests, and those that take long',
  localOnly: true,
  actions: {
    '': action({ run: () => runParts([...Object.values(PARTS), ...LONG], { limitMs: LIMIT_MS }) }),
  },
});
