import { command } from '@serverless-orders/command-line/command';
import { action } from '@serverless-orders/command-line/declaration';
import { chosenParts, partWords } from './choose.ts';
import { command as asPart } from './command.ts';
import { besideDynamoDbLocal } from './dynamodb-local.ts';
import { inChromium } from './in-chromium.ts';
import { inOtherCheckout } from './other-checkout.ts';
import { type Part, runParts } from './parts.ts';
import { onRealEngine } from './real-engine.ts';
import { PARTS } from './test.ts';
import { runVitest } from './vitest.ts';
import { lintWorkflows } from './workflows.ts';

/** What takes longer hangs (ms). */
const LIMIT_MS = 90 * 60_000;

/** What takes too long for every day, by name. */
const LONG = {
  'simulation-full': {
    title: 'all pairs of faults, 100,000 random schedules',
    run: (options) => runVitest({ project: 'simulation-full', eachTest: true, ...options }),
  },
  'flat-cost': {
    title: 'the cost of an order after a million others',
    run: (options) => runVitest({ project: 'flat-cost', eachTest: true, ...options }),
  },
  'dynamodb-local': {
    title: 'the simulated store beside DynamoDB Local, by random writes',
    run: (options) => besideDynamoDbLocal(options),
  },
  'engine-full': {
    title: 'deployments that are killed at more points',
    run: (options) => runVitest({ project: 'engine-full', eachTest: true, ...options }),
  },
  operations: {
    title:
      'what people do to a stage: rotating keys, another issuer, restoring rows, alarms, removing all of it',
    run: (options) => runVitest({ project: 'operations', eachTest: true, ...options }),
  },
  console: {
    title: 'the console in Chromium',
    run: (options) => inChromium(options),
  },
  'real-engine': {
    title: 'the real Pulumi engine, which makes the graph that the stand-in makes',
    run: (options) => onRealEngine(options),
  },
  workflows: { title: 'the workflows of CI, by actionlint', run: (options) => lintWorkflows(options) },
  chaos: { title: 'every fault at every step, on the engine', run: asPart('chaos') },
  'other-checkout': {
    title: 'another checkout, in a path with blanks and an umlaut, by another user',
    run: inOtherCheckout,
  },
  load: { title: '200 orders at once, with faults', run: asPart('chaos', 'load') },
} satisfies Record<string, Part>;

const ALL = { ...PARTS, ...LONG };

/** `npm run test:full`: all that `npm test` runs, and after it what takes long; or only the parts that are named. */
export const testFull = command({
  name: 'test:full',
  summary: 'runs all checks and tests, and those that take long (or only some: -- chaos load)',
  localOnly: true,
  actions: {
    '': action({
      words: { words: partWords(ALL) },
      run: ({ words }) => runParts(chosenParts(ALL, words), { limitMs: LIMIT_MS }),
    }),
  },
});
