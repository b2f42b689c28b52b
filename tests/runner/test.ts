import { rest } from '@serverless-orders/command-line/arguments';
import { command } from '@serverless-orders/command-line/command';
import { action } from '@serverless-orders/command-line/declaration';
import { CHECKS, STACK_TYPES } from './checks.ts';
import { type Part, type PartOptions, runParts } from './parts.ts';
import { runVitest } from './vitest.ts';

/** All of it takes minutes; what takes longer than this hangs (ms). */
const LIMIT_MS = 45 * 60_000;

/** An engine that the user names is one for all parts, and some of them leave nothing to the others. */
const HAS_OWN_ENGINES = !process.env.AWS_ENDPOINT_URL;

/** The parts by name, in the order in which they run: what fails soonest comes first. */
export const PARTS = {
  ...CHECKS,
  unit: {
    title: 'unit tests',
    beside: true,
    run: (options: PartOptions) => runVitest({ project: 'unit', also: 'unit-isolated', ...options }),
  },
  engine: {
    title: 'tests on the engine',
    beside: HAS_OWN_ENGINES,
    run: (options: PartOptions) => runVitest({ project: 'engine', eachTest: true, ...options }),
  },
  simulation: {
    title: 'simulated schedules of faults',
    beside: true,
    run: (options: PartOptions) => runVitest({ project: 'simulation', eachTest: true, ...options }),
  },
  e2e: {
    title: 'the shop, end to end',
    run: (options: PartOptions) => runVitest({ project: 'e2e', eachTest: true, ...options }),
  },
  aws: {
    title: "AWS's own models: requests, templates, policies, quotas",
    run: (options: PartOptions) => runVitest({ project: 'aws', eachTest: true, ...options }),
  },
  stacks: STACK_TYPES,
} satisfies Record<string, Part>;

type PartName = keyof typeof PARTS;

/**
 * `npm test`: every check and every test, whatever failed before, and one line with the sums at the end. On the embedded
 * engine, or the one that ENGINE names. Engines, stages and reports of the tests belong to the folder, so a second
 * `npm test` in it waits for the first.
 */
export const test = command({
  name: 'test',
  summary: 'runs all checks and tests (or only some: -- unit, -- e2e orders)',
  localOnly: true,
  actions: {
    '': action({
      words: { words: rest('part or file', `parts (${Object.keys(PARTS).join(', ')}), or test files`) },
      run({ words }) {
        const { names, filters } = choose(words);
        return runParts(
          names.map((name) => PARTS[name]),
          { filters, limitMs: LIMIT_MS },
        );
      },
    }),
  },
});

/** Names of parts choose the parts; everything else is a filter for test files, and then no checks run. */
function choose(args: string[]): { names: PartName[]; filters: string[] } {
  const all = Object.keys(PARTS) as PartName[];
  const named = all.filter((name) => args.includes(name));
  const filters = args.filter((arg) => !all.some((name) => name === arg));
  if (named.length > 0) return { names: named, filters };
  return { names: filters.length > 0 ? ['unit', 'simulation', 'engine', 'e2e', 'aws'] : all, filters };
}
