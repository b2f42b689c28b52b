import fc from 'fast-check';
import { prove } from './proven.ts';
import { PRODUCTS, type Schedule } from './schedule.ts';
import { CALL_FAULTS, type Fault, FOR_GOOD, INVOCATION_FAULTS } from './world/faults.ts';
import { LOADED } from './world/load.ts';

/** How late something is (ms): within a call, within a retry, past Lambda's limit, the state's, and all retries. */
const ms = fc.constantFrom(1, 20, 500, 3_000, 12_000, 20_000, 60_000, 400_000);
const fn = fc.constantFrom(...LOADED.keys());
const nth = fc.integer({ min: 1, max: 6 });
const times = fc.constantFrom(1, 1, 2, 4, FOR_GOOD);

const withDelay = <K extends Fault['kind']>(kind: fc.Arbitrary<K>) =>
  fc.tuple(kind, ms).map(([one, late]) => ({
    kind: one,
    ...(['slow', 'late', 'twice'].includes(one) && { ms: late }),
  }));

const fault: fc.Arbitrary<Fault> = fc
  .oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        at: withDelay(fc.constantFrom(...CALL_FAULTS)),
        call: fc.integer({ min: 1, max: 4 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ at: withDelay(fc.constantFrom(...INVOCATION_FAULTS)) }) },
    {
      weight: 1,
      arbitrary: fc.record({ at: withDelay(fc.constantFrom('late', 'twice')), call: fc.constant(0) }),
    },
  )
  .chain(({ at, ...call }) => fc.record({ fn, nth, times }).map((where) => ({ ...where, ...call, ...at })));

const line = fc.record({
  sku: fc.constantFrom(...Object.keys(PRODUCTS)),
  quantity: fc.integer({ min: 1, max: 3 }),
});
const order = fc.record({
  customer: fc.integer({ min: 0, max: 1 }),
  lines: fc.uniqueArray(line, { minLength: 1, maxLength: 2, selector: ({ sku }) => sku }),
  at: fc.constantFrom(0, 0, 5, 30, 200, 15_000),
});

/** Before, beside and after the confirmation; within the saga's retries; when it is too late for customers. */
const after = fc.constantFrom(0, 10, 20, 40, 100, 1_000, 15_000, 400_000, 2_000_000);
const cancellation = fc.record({
  order: fc.integer({ min: 0, max: 3 }),
  by: fc.constantFrom('customer' as const, 'staff' as const),
  after,
});

/**
 * Any schedule: one to four orders on contended stock and thin accounts, up to three wishes to cancel one, and up to four
 * faults.
 */
export const schedules: fc.Arbitrary<Schedule> = fc.record({
  seed: fc.nat(),
  balances: fc.tuple(fc.constantFrom(1_000, 400, 0), fc.constantFrom(1_000, 300)),
  orders: fc.array(order, { minLength: 1, maxLength: 4 }),
  cancellations: fc.array(cancellation, { maxLength: 3 }),
  faults: fc.array(fault, { maxLength: 4 }),
});

interface Chosen {
  runs: number;
  /** Any, unless told. */
  seed?: number;
  /** Of the run that failed. */
  path?: string;
}

/**
 * Runs random schedules and holds it to the invariants.
 *
 * @throws Error with the schedule that failed, shrunk, every line of its run, and how to run it again.
 */
export async function proveRandom({ runs, seed, path }: Chosen): Promise<void> {
  const result = await fc.check(
    fc.asyncProperty(schedules, (one) => prove(one)),
    {
      numRuns: runs,
      ...(seed !== undefined && { seed, path }),
    },
  );
  if (!result.failed) return;
  throw new Error(
    [
      `run ${result.numRuns} failed; the schedule was shrunk ${result.numShrinks} times`,
      String(result.errorInstance),
      `or: SIM_SEED='${result.seed}/${result.counterexamplePath}' npm test -- simulation`,
    ].join('\n'),
  );
}
