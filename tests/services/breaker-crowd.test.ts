import { randomUUID } from 'node:crypto';
import { Breakers, DynamoBreakerStore, type Pass } from '@serverless-orders/resilience/breaker';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { breakerTable } from '../support/breaker-table.ts';

const ENVIRONMENTS = 200;

/**
 * Two hundred environments over one real table. Their clock is the test's, so that a window, an open time and a lease pass
 * at once; what they do at one time they do concurrently, and the engine decides who is first.
 */
describe('a breaker of 200 concurrent environments', () => {
  let shared: Awaited<ReturnType<typeof breakerTable>>;
  let name: string;
  let now: number;
  let crowd: Breakers[];
  let transitions: string[];

  beforeAll(async () => {
    shared = await breakerTable();
  });
  afterAll(() => shared.drop());
  beforeEach(() => {
    name = `users/${randomUUID()}`;
    now = 1_000_000;
    transitions = [];
    crowd = Array.from(
      { length: ENVIRONMENTS },
      () =>
        new Breakers({
          store: new DynamoBreakerStore({ ...shared, timeoutMs: 60_000 }),
          storeTimeoutMs: 60_000,
          now: () => now,
          onChange: (_, { state }) => transitions.push(state),
          onError: (thrown) => expect.unreachable(String(thrown)),
        }),
    );
  });

  const together = <T>(act: (breakers: Breakers, index: number) => Promise<T>) => Promise.all(crowd.map(act));
  /** Everybody asks at once; undefined for who was refused. */
  const everybodyAsks = () => together((breakers) => breakers.admit(name).catch(() => undefined));
  const passes = (asked: (Pass | undefined)[]) => asked.filter((pass) => pass !== undefined);
  /** Everybody calls at once; how many were let through. Who is slow may meet an open that others have caused. */
  const everybodyCalls = async (fails: (index: number) => boolean) => {
    const called = await together(async (breakers, index) => {
      const pass = await breakers.admit(name).catch(() => undefined);
      if (pass) await breakers.settle(pass, fails(index) ? 'failure' : 'success');
      return pass;
    });
    return passes(called).length;
  };

  it('costs a healthy call no write, and an environment one read in 2 s', async () => {
    const before = { ...shared.calls };
    for (let call = 0; call < 30; call += 1) {
      expect(await everybodyCalls(() => false)).toBe(ENVIRONMENTS);
      now += 200;
    }

    expect(shared.calls.writes - before.writes).toBe(0);
    expect(shared.calls.reads - before.reads).toBe(ENVIRONMENTS * 3);
  });

  it.each([
    ['all fail', () => true],
    ['three fail', (index: number) => index % 70 === 0],
  ])('opens, and only once, when %s at once', async (_, fails) => {
    await everybodyCalls(() => false);
    await everybodyCalls(fails);

    expect(transitions).toEqual(['OPEN']);
    now += 2_000;
    expect(passes(await everybodyAsks())).toEqual([]);
  });

  it('is tried by exactly one at a time, opens for longer, and closes for all', async () => {
    await everybodyCalls(() => true);
    for (const openMs of [5_000, 10_000, 20_000]) {
      now += openMs - 1;
      expect(passes(await everybodyAsks())).toEqual([]);
      now += 1;
      const asked = await everybodyAsks();
      expect(passes(asked).map(({ kind }) => kind)).toEqual(['trial']);
      expect(passes(await everybodyAsks())).toEqual([]);
      const first = asked.findIndex((pass) => pass !== undefined);
      await crowd[first]!.settle(asked[first]!, openMs === 20_000 ? 'success' : 'failure');
    }

    expect(transitions).toEqual(['OPEN', 'HALF_OPEN', 'OPEN', 'HALF_OPEN', 'OPEN', 'HALF_OPEN', 'CLOSED']);
    now += 2_000;
    expect(passes(await everybodyAsks())).toHaveLength(ENVIRONMENTS);
  });

  it('gives the trial call to another when the first one never came back', async () => {
    await everybodyCalls(() => true);
    now += 5_000;
    expect(passes(await everybodyAsks())).toHaveLength(1);
    now += 9_999;
    expect(passes(await everybodyAsks())).toEqual([]);
    now += 1;
    expect(passes(await everybodyAsks())).toHaveLength(1);
  });
});
