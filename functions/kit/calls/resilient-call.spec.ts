import { describe, expect, it, vi } from 'vitest';
import { Balancer } from '../balancer/balancer.ts';
import { NoCellAvailable } from '../balancer/no-cell-available.ts';
import { BreakerOpen } from '../breaker/breaker-open.ts';
import { Breakers } from '../breaker/breakers.ts';
import { MemoryBreakerStore } from '../breaker/memory-store.ts';
import type { CellState } from '../discovery/cell.ts';
import { Discovery } from '../discovery/discovery.ts';
import { testCell as cell } from '../discovery/test-cell.ts';
import { DeadlineExceeded } from './deadline-exceeded.ts';
import { type ResilientCallOptions, resilientCall } from './resilient-call.ts';
import { RetryBudget } from './retry-budget.ts';

class Refused extends Error {}

/** One environment that calls users. */
function caller(cells = [cell('a'), cell('b')], given: Partial<ResilientCallOptions<string>> = {}) {
  const breakers = new Breakers({ store: new MemoryBreakerStore() });
  const options: ResilientCallOptions<string> = {
    service: 'users',
    discovery: new Discovery({ load: async () => cells }),
    balancer: new Balancer({ random: () => 0 }),
    breakers,
    deadlineMs: 200,
    idempotent: true,
    retryBudget: new RetryBudget(),
    isFailure: (thrown) => !(thrown instanceof Refused),
    ...given,
  };
  const called: string[] = [];
  /** How long each attempt was given (ms). */
  const timeouts: number[] = [];
  const call = (
    dead: string[] = [],
    error: () => Promise<string> = async () => Promise.reject(new Error('dead')),
  ) =>
    resilientCall(options, async ({ cell: name }, { timeoutMs }) => {
      called.push(name);
      timeouts.push(timeoutMs);
      return dead.includes(name) ? error() : name;
    });
  return { call, called, timeouts, breakers };
}

const never = () => new Promise<string>(() => {});

describe('resilientCall', () => {
  it('calls the cells in turn', async () => {
    const { call } = caller();

    expect([await call(), await call(), await call()]).toEqual(['a', 'b', 'a']);
  });

  it('makes a failed idempotent call once more, on another cell', async () => {
    const { call, called } = caller();

    await expect(call(['a'])).resolves.toBe('b');
    expect(called).toEqual(['a', 'b']);
  });

  it('leaves half of the time for the second attempt', async () => {
    const { call, called } = caller();

    await expect(call(['a'], never)).resolves.toBe('b');
    expect(called).toEqual(['a', 'b']);
  });

  it('leaves all of the time to the first attempt when the breaker of every other cell is open', async () => {
    const { call, timeouts, breakers } = caller(undefined, { deadlineMs: 10_000 });
    const forced = { state: 'OPEN', reason: 'broken', by: 'me', until: Date.now() + 60_000 } as const;
    await breakers.force('users/a', forced);

    await call();
    await breakers.force('users/a', undefined);
    await call();

    expect(timeouts[0]).toBeGreaterThan(5_000);
    expect(timeouts[1]).toBeLessThanOrEqual(5_000);
  });

  it.each<[string, Partial<ResilientCallOptions<string>>, CellState[], string[], Error]>([
    ['that is not idempotent', { idempotent: false }, [cell('a'), cell('b')], ['a'], new Error('dead')],
    ['when there is no other cell', {}, [cell('a')], ['a'], new Error('dead')],
    ['when the other cell is down', {}, [cell('a'), cell('b', { health: 'down' })], ['a'], new Error('dead')],
    [
      'when the other cell is drained',
      {},
      [cell('a'), cell('b', { drained: true })],
      ['a'],
      new Error('dead'),
    ],
    [
      'without a budget',
      { retryBudget: new RetryBudget({ share: 0, reservePerSecond: 0 }) },
      [cell('a'), cell('b')],
      ['a'],
      new Error('dead'),
    ],
  ])('makes a call only once %s', async (_, given, cells, called, error) => {
    const at = caller(cells, given);

    await expect(at.call(['a', 'b'])).rejects.toThrow(error.message);
    expect(at.called).toEqual(called);
  });

  it('hands a refusal on: no retry, no fallback, no mark against the cell', async () => {
    const fallback = vi.fn(() => 'fallback');
    const { call, called, breakers } = caller(undefined, { fallback });
    const refuse = () => Promise.reject(new Refused('no such user'));

    for (let count = 0; count < 6; count += 1)
      await expect(call(['a', 'b'], refuse)).rejects.toThrow(Refused);

    expect(called).toHaveLength(6);
    expect(fallback).not.toHaveBeenCalled();
    expect(breakers.stateOf('users/a')).toBe('CLOSED');
  });

  it.each<[string, CellState[], unknown]>([
    ['nothing is registered', [], NoCellAvailable],
    ['all are down', [cell('a', { health: 'down' }), cell('b', { health: 'down' })], NoCellAvailable],
    ['all hang', [cell('a'), cell('b')], DeadlineExceeded],
  ])('gives the fallback when %s, and without one the error', async (_, cells, error) => {
    const fallback = vi.fn(() => 'fallback');

    await expect(caller(cells, { deadlineMs: 20, fallback }).call(['a', 'b'], never)).resolves.toBe(
      'fallback',
    );
    expect(fallback).toHaveBeenCalledWith(expect.any(error as never));
    await expect(caller(cells, { deadlineMs: 20 }).call(['a', 'b'], never)).rejects.toThrow(error as never);
  });

  it('never outlives the time that its caller has left', async () => {
    const { call } = caller(undefined, { deadlineMs: 10_000, remainingMs: () => 30 });
    const began = performance.now();

    await expect(call(['a', 'b'], never)).rejects.toThrow(DeadlineExceeded);
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('passes over a cell whose breaker is open, and says so when all are', async () => {
    const { call, called, breakers } = caller([cell('a'), cell('b')], { idempotent: false });
    const forced = { state: 'OPEN', reason: 'deploying', by: 'me', until: Date.now() + 60_000 } as const;
    await call();
    await breakers.force('users/a', forced);

    expect([await call(), await call()]).toEqual(['b', 'b']);

    await breakers.force('users/b', forced);
    await expect(call()).rejects.toThrow(BreakerOpen);
    expect(called).toEqual(['a', 'b', 'b']);
  });

  it.each([
    ['leaves the probe to others when it cannot be made twice', false, ['b', 'b']],
    ['probes when it can be made again on another cell', true, ['a', 'b']],
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
    const { call } = caller([cell('a')], { breakers: new Breakers({ store }) });

    await expect(call(['a'])).rejects.toThrow('dead');

    expect(told).toBe(1);
  });

  it('counts an answer that comes too late as a failure, and takes it', async () => {
    const { call, breakers } = caller([cell('a')], { slowMs: -1 });

    for (let count = 0; count < 5; count += 1) await expect(call()).resolves.toBe('a');

    expect(breakers.stateOf('users/a')).toBe('OPEN');
  });
});
