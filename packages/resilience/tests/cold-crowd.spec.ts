import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Balancer } from '../balancer/balancer.ts';
import { Breakers } from '../breaker/breakers.ts';
import { MemoryBreakerStore } from '../breaker/store.ts';
import { resilientCall } from '../call/resilient-call.ts';
import { RetryBudget } from '../call/retry-budget.ts';
import { Starting } from '../call/starting.ts';
import { Discovery } from '../discovery/discovery.ts';
import { testInstance } from './test-instance.ts';

const CALLERS = 200;
const INSTANCES = [testInstance('a'), testInstance('b')];
const after = <T>(ms: number, value: T) => new Promise<T>((resolve) => setTimeout(() => resolve(value), ms));

/** A function as Lambda runs it: a call that finds no free environment starts one, and waits for it. */
class Instance {
  readonly #startMs: () => number;
  #free = 0;
  kind: 'well' | 'dead' | 'hung' = 'well';

  constructor(startMs: () => number) {
    this.#startMs = startMs;
  }

  async invoke(): Promise<string> {
    if (this.kind === 'dead') throw new Error('Runtime.ExitError');
    if (this.kind === 'hung') return new Promise(() => {});
    if (this.#free > 0) this.#free -= 1;
    else await after(this.#startMs(), undefined);
    const answer = await after(20, 'answer');
    this.#free += 1;
    return answer;
  }

  /** All environments are taken away, as by a deployment or a quiet night. */
  recycle(): void {
    this.#free = 0;
  }
}

/** Environments of a function that calls users, over one shared store; the time is the test's. */
class Crowd {
  readonly instances: Record<string, Instance>;
  readonly opened: string[] = [];
  readonly #callers: ((deadlineMs: number) => Promise<string>)[];

  constructor(startMs: () => number, callers = CALLERS) {
    this.instances = { a: new Instance(startMs), b: new Instance(startMs) };
    const store = new MemoryBreakerStore();
    this.#callers = Array.from({ length: callers }, () => {
      const dependencies = {
        discovery: new Discovery({ deployed: INSTANCES, load: async () => INSTANCES }),
        balancer: new Balancer(),
        starting: new Starting(),
        retryBudget: new RetryBudget(),
        breakers: new Breakers({
          store,
          onChange: (name, { state }) => {
            if (state === 'OPEN') this.opened.push(name);
          },
        }),
      };
      return (deadlineMs: number) =>
        resilientCall({ ...dependencies, service: 'users', deadlineMs, idempotent: true }, ({ instance }) =>
          this.instances[instance]!.invoke(),
        );
    });
  }

  /** Everybody calls, each when it arrives (ms): how many were answered. */
  async calls({ deadlineMs = 3_000, arrivals = [0] } = {}): Promise<number> {
    const all = this.#callers.map(async (call, index) => {
      await after(arrivals[index % arrivals.length]!, undefined);
      return call(deadlineMs).catch(() => undefined);
    });
    await vi.advanceTimersByTimeAsync(Math.max(...arrivals) + deadlineMs + 1);
    return (await Promise.all(all)).filter((answer) => answer === 'answer').length;
  }
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] }));
afterEach(() => void vi.useRealTimers());

describe('200 cold callers at once, on two cold instances that are well', { timeout: 120_000 }, () => {
  /** How long each environment takes to start (ms): one after the other of these. */
  const starts = fc.array(fc.integer({ min: 100, max: 2_500 }), { minLength: 1, maxLength: 50 });
  const arrivals = fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 1, maxLength: 50 });
  const crowdOf = (startsMs: number[]) => {
    let next = 0;
    return new Crowd(() => startsMs[next++ % startsMs.length]!);
  };

  it('are all answered, and open nothing', () =>
    fc.assert(
      fc.asyncProperty(starts, arrivals, async (startsMs, arrivals) => {
        const crowd = crowdOf(startsMs);
        expect(await crowd.calls({ arrivals })).toBe(CALLERS);
        expect(crowd.opened).toEqual([]);
      }),
      { numRuns: 8 },
    ));

  it('open nothing either with a budget that a start does not fit into, nor when all has to start again', () =>
    fc.assert(
      fc.asyncProperty(starts, arrivals, async (startsMs, arrivals) => {
        const crowd = crowdOf(startsMs);
        await crowd.calls({ arrivals, deadlineMs: 800 });
        // Their environments have started meanwhile, though nobody waited for them.
        await vi.advanceTimersByTimeAsync(3_000);
        expect(await crowd.calls()).toBe(CALLERS);
        // A quiet time, after which the first visitors find nothing that runs.
        await vi.advanceTimersByTimeAsync(60_000);
        for (const instance of Object.values(crowd.instances)) instance.recycle();
        await crowd.calls({ arrivals, deadlineMs: 800 });
        expect(crowd.opened).toEqual([]);
      }),
      { numRuns: 5 },
    ));
});

describe('a crowd and an instance that is really dead', { timeout: 120_000 }, () => {
  it.each([5, 200])('%i callers are all answered, and it is taken out at the fifth call', async (callers) => {
    const crowd = new Crowd(() => 500, callers);
    crowd.instances.a!.kind = 'dead';
    const invoked = vi.spyOn(crowd.instances.a!, 'invoke');
    for (let round = 0; crowd.opened.length === 0 && round < 20; round += 1)
      expect(await crowd.calls({ deadlineMs: 900 })).toBe(callers);

    expect(crowd.opened).toEqual(['users/a']);
    // Of a crowd that calls at once each has begun before any has failed.
    expect(invoked.mock.calls.length).toBeLessThanOrEqual(Math.max(5, callers));
  });

  it('one caller is always answered, and leaves it out by itself after three failures', async () => {
    const crowd = new Crowd(() => 500, 1);
    crowd.instances.a!.kind = 'dead';
    const invoked = vi.spyOn(crowd.instances.a!, 'invoke');
    for (let call = 0; call < 8; call += 1) expect(await crowd.calls({ deadlineMs: 600 })).toBe(1);
    expect(invoked.mock.calls.length).toBeLessThanOrEqual(4);
  });

  it('one that hangs is taken out as soon as it is no start any more, and all are answered meanwhile', async () => {
    const crowd = new Crowd(() => 500);
    crowd.instances.a!.kind = 'hung';
    expect(await crowd.calls()).toBe(CALLERS);
    expect(crowd.opened).toEqual([]);
    for (let round = 0; crowd.opened.length === 0 && round < 8; round += 1)
      expect(await crowd.calls()).toBe(CALLERS);

    expect(crowd.opened).toEqual(['users/a']);
    expect(await crowd.calls({ deadlineMs: 900 })).toBe(CALLERS);
  });
});
