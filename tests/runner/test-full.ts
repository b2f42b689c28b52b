import type { Command } from '../../cli/main.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import { command } from './command.ts';
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
  { title: 'every fault at every step, on the engine', run: command('chaos') },
  { title: 'another checkout, in a path with blanks and an umlaut, by another user', run: inOtherCheckout },
  { title: '200 orders at once, with faults', run: command('chaos', 'load') },
];

/** `npm run test:full`: all that `npm test` runs, and after it what takes long. */
export const testFull: Command = {
  summary: 'runs all checks and tests, and those that take long',
  async run(args) {
    if (args.length > 0)
      throw new UserError('npm run test:full takes nothing', 'npm test takes names of parts or test files');
    return runParts([...Object.values(PARTS), ...LONG], { limitMs: LIMIT_MS });
  },
};
