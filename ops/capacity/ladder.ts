import type { Figures } from '../cost/figures.ts';
import { AT_FIRST, type Limits, shopOf } from './shop.ts';
import { seeded, simulate, taken } from './simulation.ts';

/** What is done about a resource that does not suffice. */
interface Change {
  of: RegExp;
  /** What it makes of the limits; undefined when it has been made. */
  make: (limits: Limits) => Partial<Limits> | undefined;
  /** How it is made: a setting, a quota that is asked for, or other code. */
  by: (limits: Limits) => string;
}

const raised = (from: number, ...steps: number[]): number | undefined => steps.find((step) => step > from);

/** A limit that is raised step by step. */
const raise = (of: RegExp, limit: keyof Limits, steps: number[], by: (value: string) => string): Change => ({
  of,
  make: (limits) => {
    const next = raised(limits[limit], ...steps);
    return next === undefined ? undefined : { [limit]: next };
  },
  by: (limits) => by(limits[limit].toLocaleString('en')),
});

/** In the order in which they are tried. */
const CHANGES: Change[] = [
  raise(
    /^function telemetry-count-metrics/,
    'counting',
    [50, 200],
    (value) => `setting: COUNTING_CONCURRENCY=${value}`,
  ),
  raise(
    /^consumer/,
    'consumers',
    [20, 100, 1_000],
    (value) => `setting: CONSUMER_CONCURRENCY=${value.replace(',', '')}`,
  ),
  raise(/^StartExecution/, 'starts', [500], (value) => `quota: StartExecution ${value} a second`),
  {
    of: /^StartExecution/,
    make: ({ startsOfOrder }) => (startsOfOrder === 2 ? { startsOfOrder: 1 } : undefined),
    by: () => 'code: the second start of each order is left to the reconciler',
  },
  raise(
    /^StartExecution/,
    'starts',
    [2_000, 12_000],
    (value) =>
      `quota: StartExecution ${value} a second, or cells: accounts with a share of the customers each`,
  ),
  raise(
    /^API, the stage/,
    'apiOfStage',
    [10_000, 20_000],
    (value) => `setting: RATE_LIMIT_API=${value.replace(',', '')}/${value.replace(',', '')}`,
  ),
  raise(
    /^API, the account/,
    'apiOfAccount',
    [20_000],
    (value) => `quota: API Gateway ${value} requests a second`,
  ),
  raise(
    /^(publisher|table)/,
    'units',
    [10_000, 40_000],
    (value) => `setting: warm throughput of each table ${value} write units, and so its partitions`,
  ),
  raise(/^(publisher|table)/, 'units', [400_000], (value) => `quota: ${value} write units of a table`),
  raise(/^(index|counter)/, 'shards', [32, 256], (value) => `code: SHARDS ${value}`),
  raise(/^stock/, 'stockItems', [10], (value) => `code: the stock of a product in ${value} items`),
  raise(/^demand/, 'demandItems', [32], (value) => `code: the demand for a product in ${value} items`),
  raise(
    /^state transitions/,
    'transitions',
    [50_000],
    (value) => `quota: ${value} state transitions a second`,
  ),
  raise(/^Lambda/, 'concurrency', [3_000, 10_000], (value) => `quota: ${value} concurrent executions`),
  raise(/^SNS/, 'publishes', [60_000], (value) => `quota: ${value} messages published a second`),
];

/** One rung: at how many orders a second something does not suffice any more, what, and what is done. */
export interface Rung {
  /** As simulated, and as what the resource gives by what an order takes of it. */
  ordersPerSecond: number;
  onPaper: number;
  resource: string;
  change: string;
}

/** What a run simulates: at least so many orders, and for at least so long (s). */
const ORDERS = 2_000;
const SECONDS = 4;
/** A resource does not suffice if it makes wait for this share of the time for which orders have come. */
const WAITS = 0.03;
/** Rates are tried in steps, and what lies between the last two is halved so often. */
const STEP = 1.3;
const HALVINGS = 2;

/**
 * Lets orders become more until something does not suffice, changes that, and goes on up to a rate.
 *
 * @throws Error when nothing is known to be done about what does not suffice.
 */
export function climb(figures: Figures, to: number, from = 50, at: Limits = AT_FIRST): Rung[] {
  let limits = at;
  const rungs: Rung[] = [];
  let last = from;
  for (let rate = from; ; ) {
    let found = scarce(limits, figures, rate);
    if (found === undefined) {
      if (rate >= to) return rungs;
      last = rate;
      rate = Math.min(to, rate * STEP);
      continue;
    }
    let [enough, tooMany] = [last, rate];
    for (let halving = 0; halving < HALVINGS; halving += 1) {
      const middle = (enough + tooMany) / 2;
      const already = scarce(limits, figures, middle);
      if (already === undefined) enough = middle;
      else [tooMany, found] = [middle, already];
    }
    const { resource, onPaper } = found;
    const change = CHANGES.find(({ of, make }) => of.test(resource) && make(limits));
    if (!change) throw new Error(`nothing is known to be done about ${resource} at ${rate} orders a second`);
    limits = { ...limits, ...change.make(limits) };
    rungs.push({ ordersPerSecond: enough, onPaper, resource, change: change.by(limits) });
  }
}

/** What does not suffice, and for how many orders a second it does on paper: what it gives by what an order takes of it. */
type Scarce = Pick<Rung, 'resource' | 'onPaper'>;

/** The resource that makes wait longest at a rate, if one does not suffice for it. */
export function scarce(
  limits: Limits,
  figures: Figures,
  ordersPerSecond: number,
  seed = 1,
): Scarce | undefined {
  const random = seeded(seed);
  const first = shopOf(limits, figures, random);
  const seconds = Math.max(SECONDS, ORDERS / ordersPerSecond);
  simulate(first, ordersPerSecond, seconds, random);
  const [most] = [...taken(first)]
    .map(([resource, amount]) => ({ resource, amount, wait: resource.wait(seconds) }))
    .sort((one, other) => other.wait - one.wait);
  if (!most || most.wait <= WAITS * seconds) return undefined;
  return { resource: most.resource.name, onPaper: most.resource.gives / most.amount };
}
