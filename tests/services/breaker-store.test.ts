import {
  type BreakerStore,
  DynamoBreakerStore,
  type DynamoBreakerStoreOptions,
  MemoryBreakerStore,
  NEW_BREAKER,
} from '@serverless-orders/resilience/breaker';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breakerTable } from '../support/breaker-table.ts';

/** What is asked for is all that is looked at here, not how soon it comes: the machine has other tests to run. */
const storeOf = (shared: Pick<DynamoBreakerStoreOptions, 'table' | 'client'>) =>
  new DynamoBreakerStore({ ...shared, timeoutMs: 60_000 });

type Operation = (store: BreakerStore, name: string) => Promise<unknown>;

const generation = fc.integer({ min: 0, max: 3 });
const until = fc.integer({ min: 0, max: 100_000 });

const operation = fc.oneof<fc.Arbitrary<Operation>[]>(
  fc
    .record({ generation, slice: fc.integer({ min: 0, max: 60 }), calls: fc.nat(9), failures: fc.nat(3) })
    .map((count) => (store, name) => store.count(name, count)),
  fc
    .record({
      state: fc.constantFrom('CLOSED' as const, 'OPEN' as const, 'HALF_OPEN' as const),
      since: until,
      openUntil: until,
      opens: fc.nat(5),
      lease: fc.option(fc.record({ by: fc.constantFrom('x', 'y'), until }), { nil: undefined }),
    })
    .chain((to) => generation.map((from) => (store, name) => store.change(name, { from, to }))),
  fc
    .record({
      state: fc.constantFrom('CLOSED' as const, 'OPEN' as const),
      reason: fc.constant('why'),
      by: fc.constant('who'),
      until,
    })
    .chain((forced) =>
      fc.boolean().map((set) => (store, name) => store.force(name, set ? forced : undefined, 7)),
    ),
  fc.constant((store, name) => store.read([name, 'another'])),
);

describe('the store of breakers in DynamoDB', () => {
  let shared: Awaited<ReturnType<typeof breakerTable>>;
  beforeAll(async () => {
    shared = await breakerTable();
  });
  afterAll(() => shared.drop());

  it('answers to any series of operations as the one in memory does', async () => {
    let number = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 10 }), async (operations) => {
        number += 1;
        const name = `users/${number}`;
        const memory = new MemoryBreakerStore();
        // Two environments, so that each meets counts that it has not seen.
        const dynamo = [storeOf(shared), storeOf(shared)];
        for (const [index, run] of operations.entries())
          expect(tidy(await run(dynamo[index % 2]!, name))).toEqual(tidy(await run(memory, name)));
      }),
      { numRuns: 20 },
    );
  });

  it('reads what is there, and leaves out what is not, beyond the hundred of one call', async () => {
    const store = storeOf(shared);
    await store.count('orders/a', { generation: 0, slice: 1, calls: 1, failures: 1 });
    const before = shared.calls.reads;

    const found = await store.read([...Array.from({ length: 120 }, (_, n) => `none/${n}`), 'orders/a']);

    expect([...found.keys()]).toEqual(['orders/a']);
    expect(shared.calls.reads - before).toBe(2);
  });

  it('keeps an item small: counts that tell nothing any more go with the next write', async () => {
    const store = storeOf(shared);
    for (let slice = 0; slice < 100; slice += 1)
      await store.count('orders/b', { generation: 0, slice, calls: 1, failures: 1 });

    const record = (await store.read(['orders/b'])).get('orders/b') ?? NEW_BREAKER;

    expect(record.counts.size).toBeLessThanOrEqual(22);
  });
});

/** Counts that have left the window may still be there or not: it makes no difference to anybody. */
function tidy(answer: unknown): unknown {
  return JSON.parse(
    JSON.stringify(answer, (key, value) => {
      if (!(value instanceof Map)) return value;
      if (key !== 'counts') return [...value].sort();
      const newest = Math.max(...value.keys());
      return [...value].filter(([slice]) => slice >= newest - 20).sort(([a], [b]) => a - b);
    }),
  );
}
