import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Balancer, NoInstanceAvailable } from '../balancer/balancer.ts';
import { BreakerOpen, Breakers } from '../breaker/breakers.ts';
import { MemoryBreakerStore } from '../breaker/store.ts';
import { Discovery } from '../discovery/discovery.ts';
import type { InstanceState } from '../discovery/instance.ts';
import { testInstance as instance } from '../tests/test-instance.ts';
import { DeadlineExceeded } from './attempt.ts';
import type { ResilientCallOptions } from './options.ts';
import { resilientCall } from './resilient-call.ts';
import { RetryBudget } from './retry-budget.ts';
import { Starting } from './starting.ts';

class Rejected extends Error {}

/** One environment that calls users. */
function caller(
  instances = [instance('a'), instance('b')],
  given: Partial<ResilientCallOptions<string>> = {},
) {
  const breakers = new Breakers({ store: new MemoryBreakerStore() });
  const options: ResilientCallOptions<string> = {
    service: 'users',
    discovery: new Discovery({ load: async () => instances }),
    balancer: new Balancer({ random: () => 0 }),
    breakers,
    starting: new Starting(),
    deadlineMs: 200,
    idempotent: true,
    retryBudget: new RetryBudget(),
    isFailure: (thrown) => !(thrown instanceof Rejected),
    ...given,
  };
  const called: string[] = [];
  /** How long each attempt was given (ms), and when it began. */
  const timeouts: number[] = [];
  const begins: number[] = [];
  const call = (
    dead: string[] = [],
    error: () => Promise<string> = async () => Promise.reject(new Error('dead')),
  ) =>
    resilientCall(options, async ({ instance: name }, { timeoutMs }) => {
      called.push(name);
      timeouts.push(timeoutMs);
      begins.push(performance.now());
      return dead.includes(name) ? error() : name;
    });
  return { call, called, timeouts, begins, breakers, starting: options.starting };
}

const never = () => new Promise<string>(() => {});

describe('resilientCall', () => {
  it('calls the instances in turn', async () => {
    const { call } = caller();

    expect([await call(), await call(), await call()]).toEqual(['a', 'b', 'a']);
  });

  it('makes a failed idempotent call once more, on another instance', async () => {
    const { call, called } = caller(undefined, { deadlineMs: 30_000 });

    await expect(call(['a'])).resolves.toBe('b');
    expect(called).toEqual(['a', 'b']);
  });

  describe('when an instance is late', () => {
    beforeEach(
      () => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] }),
    );
    afterEach(() => void vi.useRealTimers());
    const after = (ms: number, answer: string) =>
      new Promise<string>((resolve) => setTimeout(() => resolve(answer), ms));

    it.each<[string, boolean, number]>([
      ['half of the time, when it may have to start first', false, 1_500],
      ['400 ms, when it has answered before', true, 400],
    ])('asks another one after %s', async (_, isWarm, ms) => {
      const { call, called, begins, starting } = caller(undefined, { deadlineMs: 3_000 });
      if (isWarm) starting.answered('users/a');
      const answer = call(['a'], never);
      await vi.advanceTimersByTimeAsync(3_000);

      await expect(answer).resolves.toBe('b');
      expect(called).toEqual(['a', 'b']);
      expect(begins[1]! - begins[0]!).toBe(ms);
    });

    it('takes the first answer, be it of the one that was late', async () => {
      const { call, called } = caller(undefined, { deadlineMs: 3_000 });
      let calls = 0;
      const answer = call(['a', 'b'], () => {
        calls += 1;
        return after(2_000, calls === 1 ? 'first' : 'second');
      });
      await vi.advanceTimersByTimeAsync(3_000);

      await expect(answer).resolves.toBe('first');
      expect(called).toEqual(['a', 'b']);
    });

    it('waits for the late one when the other one fails', async () => {
      const { call } = caller(undefined, { deadlineMs: 3_000 });
      let calls = 0;
      const answer = call(['a', 'b'], () => {
        calls += 1;
        return calls === 1 ? after(2_900, 'late') : Promise.reject(new Error('dead'));
      });
      await vi.advanceTimersByTimeAsync(3_000);

      await expect(answer).resolves.toBe('late');
    });

    it('gives an instance all of the time, and does not ask twice, when there is no other', async () => {
      const { call, timeouts, called } = caller([instance('a')], { deadlineMs: 3_000 });
      const answer = call(['a'], () => after(2_900, 'a'));
      await vi.advanceTimersByTimeAsync(3_000);

      await expect(answer).resolves.toBe('a');
      expect([called, timeouts]).toEqual([['a'], [3_000]]);
    });

    it('asks no other one without a budget', async () => {
      const retryBudget = new RetryBudget({ share: 0, reservePerSecond: 0 });
      const { call, called } = caller(undefined, { deadlineMs: 3_000, retryBudget });
      const answer = call(['a'], () => after(2_900, 'a'));
      await vi.advanceTimersByTimeAsync(3_000);

      await expect(answer).resolves.toBe('a');
      expect(called).toEqual(['a']);
    });

    /** Calls of a single instance that hangs, one after the other, each 800 ms long. @returns the breaker after each. */
    const hanging = async (count: number, given: Partial<ResilientCallOptions<string>> = {}) => {
      const { call, breakers } = caller([instance('a')], { deadlineMs: 800, ...given });
      const states: string[] = [];
      for (let made = 0; made < count; made += 1) {
        const failed = call(['a'], never).catch(() => {});
        await vi.advanceTimersByTimeAsync(800);
        await failed;
        states.push(breakers.stateOf('users/a'));
      }
      return states;
    };

    it('takes no instance out that may be starting, and one that hangs as soon as it is no start any more', async () => {
      // Three calls within 3 s tell nothing. From then on each counts: of 6 calls 3 have failed.
      expect(await hanging(6)).toEqual([...Array(5).fill('CLOSED'), 'OPEN']);
    });
  });

  it.each<[string, Partial<ResilientCallOptions<string>>, InstanceState[], string[], Error]>([
    [
      'that is not idempotent',
      { idempotent: false },
      [instance('a'), instance('b')],
      ['a'],
      new Error('dead'),
    ],
    ['when there is no other instance', {}, [instance('a')], ['a'], new Error('dead')],
    [
      'when the other instance is down',
      {},
      [instance('a'), instance('b', { health: 'down' })],
      ['a'],
      new Error('dead'),
    ],
    [
      'when the other instance is drained',
      {},
      [instance('a'), instance('b', { drained: true })],
      ['a'],
      new Error('dead'),
    ],
    [
      'without a budget',
      { retryBudget: new RetryBudget({ share: 0, reservePerSecond: 0 }) },
      [instance('a'), instance('b')],
      ['a'],
      new Error('dead'),
    ],
  ])('makes a call only once %s', async (_, given, instances, called, error) => {
    const at = caller(instances, given);

    await expect(at.call(['a', 'b'])).rejects.toThrow(error.message);
    expect(at.called).toEqual(called);
  });

  it('hands a rejection on: no retry, no fallback, no mark against the instance', async () => {
    const fallback = vi.fn(() => 'fallback');
    const { call, called, breakers } = caller(undefined, { fallback });
    const refuse = () => Promise.reject(new Rejected('no such user'));

    for (let count = 0; count < 6; count += 1)
      await expect(call(['a', 'b'], refuse)).rejects.toThrow(Rejected);

    expect(called).toHaveLength(6);
    expect(fallback).not.toHaveBeenCalled();
    expect(breakers.stateOf('users/a')).toBe('CLOSED');
  });

  it.each<[string, InstanceState[], unknown]>([
    ['nothing is registered', [], NoInstanceAvailable],
    [
      'all are down',
      [instance('a', { health: 'down' }), instance('b', { health: 'down' })],
      NoInstanceAvailable,
    ],
    ['all hang', [instance('a'), instance('b')], DeadlineExceeded],
  ])('gives the fallback when %s, and without one the error', async (_, instances, error) => {
    const fallback = vi.fn(() => 'fallback');

    await expect(caller(instances, { deadlineMs: 20, fallback }).call(['a', 'b'], never)).resolves.toBe(
      'fallback',
    );
    expect(fallback).toHaveBeenCalledWith(expect.any(error as never));
    await expect(caller(instances, { deadlineMs: 20 }).call(['a', 'b'], never)).rejects.toThrow(
      error as never,
    );
  });

  it('never outlives the time that its caller has left', async () => {
    const { call } = caller(undefined, { deadlineMs: 10_000, remainingMs: () => 30 });
    const began = performance.now();

    await expect(call(['a', 'b'], never)).rejects.toThrow(DeadlineExceeded);
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('passes over an instance whose breaker is open, and says so when all are', async () => {
    const { call, called, breakers } = caller([instance('a'), instance('b')], { idempotent: false });
    const forced = { state: 'OPEN', reason: 'deploying', by: 'me', until: Date.now() + 60_000 } as const;
    await call();
    await breakers.force('users/a', forced);

    expect([await call(), await call()]).toEqual(['b', 'b']);

    await breakers.force('users/b', forced);
    await expect(call()).rejects.toThrow(BreakerOpen);
    expect(called).toEqual(['a', 'b', 'b']);
  });

  it.each([
    ['leaves the trial call to others when it cannot be made twice', false, ['b', 'b']],
    ['makes the trial call when it can be made again on another instance', true, ['a', 'b']],
  ])('%s', async (_, idempotent, expected) => {
    const { call, breakers } = caller(undefined, { idempotent });
    const ago = Date.now() - 1;
    await breakers.force('users/a', { state: 'OPEN', reason: 'over', by: 'me', until: ago });

    expect([await call(), await call()]).toEqual(expected);
  });

  it('has told its failure before it ends: an environment is frozen then', async () => {
    const store = new MemoryBreakerStore();
    const count = store.count.bind(store);
    let told = 0;
    store.count = async (...args) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      told += 1;
      return count(...args);
    };
    const { call } = caller([instance('a')], { breakers: new Breakers({ store }) });

    await expect(call(['a'])).rejects.toThrow('dead');

    expect(told).toBe(1);
  });

  it('counts an answer that comes too late as a failure, and takes it', async () => {
    const { call, breakers } = caller([instance('a')], { slowMs: -1 });

    for (let count = 0; count < 5; count += 1) await expect(call()).resolves.toBe('a');

    expect(breakers.stateOf('users/a')).toBe('OPEN');
  });
});
