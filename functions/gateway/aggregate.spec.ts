import { trace } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { invocation } from '../platform/invocation.ts';
import { ServiceError } from '../platform/service-error.ts';
import type { RecordedSpan } from '../platform/tracing/span.ts';
import { aggregate, type Part, type PartTime } from './aggregate.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'hrtime', 'performance'] }));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const after = <T>(ms: number, value: T): Promise<T> =>
  new Promise((resolve) => setTimeout(() => resolve(value), ms));
const failing = async (ms: number, thrown: unknown) => {
  await after(ms, undefined);
  throw thrown;
};
const never = () => new Promise<never>(() => {});

const part = (get: Part<string>['get'], fallback?: string): Part<string> => ({
  get,
  ...(fallback !== undefined && { fallback: { value: fallback } }),
});

/** Runs it on a clock that goes on by itself: what came of it, and after how many ms. */
async function run(
  parts: Record<string, Part<string>>,
  onError?: (part: string, thrown: unknown) => void,
  requiredMs?: number,
) {
  const began = performance.now();
  const ended = aggregate(parts, { budgetMs: 800, requiredMs, onError }).then(
    (answer) => ({ answer, tookMs: performance.now() - began }),
    (thrown: ServiceError) => ({ thrown, tookMs: performance.now() - began }),
  );
  await vi.advanceTimersByTimeAsync(5_000);
  return { answer: undefined, thrown: undefined, ...(await ended) };
}

describe('aggregate', () => {
  it('gets the parts at once, and is as slow as the slowest', async () => {
    const { answer, tookMs } = await run({
      profile: part(() => after(300, 'Ada')),
      orders: part(() => after(100, 'two'), 'none'),
      balance: part(() => after(200, '5 EUR'), 'unknown'),
    });

    expect(answer).toEqual({ values: { profile: 'Ada', orders: 'two', balance: '5 EUR' }, degraded: [] });
    expect(tookMs).toBe(300);
  });

  it.each<[string, Part<string>['get'], string, number]>([
    ['fails', () => failing(50, new Error('down')), 'failed', 100],
    ['fails at once', () => failing(0, new Error('down')), 'failed', 100],
    [
      'throws instead of answering',
      () => {
        throw new TypeError('a defect');
      },
      'failed',
      100,
    ],
    ['is refused', () => failing(50, new ServiceError('notFound', 'None.')), 'failed', 100],
    ['is late by a millisecond', () => after(801, 'five'), 'late', 800],
    ['gives up just before', () => failing(790, new Error('no time')), 'late', 790],
    ['hangs', never, 'late', 800],
    ['would fail, but later', () => failing(900, new Error('down')), 'late', 800],
  ])('replaces a part that %s, and says so', async (_, get, reason, tookMs) => {
    const came = await run({ profile: part(() => after(100, 'Ada')), balance: part(get, 'unknown') });

    expect(came.answer).toEqual({
      values: { profile: 'Ada', balance: 'unknown' },
      degraded: [{ part: 'balance', reason }],
    });
    expect(came.tookMs).toBe(tookMs);
  });

  it.each<[string, Part<string>['get'], string, number]>([
    ['fails', () => failing(50, new Error('secret')), 'unavailable', 50],
    ['is refused', () => failing(50, new ServiceError('notFound', 'None.')), 'notFound', 50],
    ['hangs', never, 'unavailable', 800],
  ])('fails as a whole when a part without a fallback %s, at once', async (_, get, code, tookMs) => {
    const came = await run({ profile: part(get), balance: part(never, 'unknown') });

    expect(came.thrown).toBeInstanceOf(ServiceError);
    expect(came.thrown).toMatchObject({ code });
    expect(came.thrown?.message).not.toContain('secret');
    expect(came.tookMs).toBe(tookMs);
  });

  describe('with a longer budget for what has to come', () => {
    const with3s = (parts: Record<string, Part<string>>) => run(parts, undefined, 3_000);

    it.each<[string, Part<string>['get'], number]>([
      ['soon: what is late is left out after its own time', () => after(100, 'Ada'), 800],
      ['late: the answer is late, too', () => after(2_900, 'Ada'), 2_900],
    ])('it comes %s', async (_, get, tookMs) => {
      const came = await with3s({ profile: part(get), balance: part(never, 'unknown') });
      expect(came.answer).toEqual({
        values: { profile: 'Ada', balance: 'unknown' },
        degraded: [{ part: 'balance', reason: 'late' }],
      });
      expect(came.tookMs).toBe(tookMs);
    });

    it('it never comes: there is no answer after that time', async () => {
      const came = await with3s({ profile: part(never), balance: part(() => after(1, ''), 'unknown') });
      expect(came.thrown).toMatchObject({ code: 'unavailable' });
      expect(came.tookMs).toBe(3_000);
    });

    it('each part is told how long it has', async () => {
      const left: Record<string, number> = {};
      const tell = (name: string, fallback?: string) =>
        part(async ({ leftMs }) => {
          left[name] = leftMs();
          return '';
        }, fallback);
      await with3s({ profile: tell('profile'), balance: tell('balance', '') });
      expect(left).toEqual({ profile: 3_000, balance: 800 });
    });
  });

  it('names what is replaced in the order in which it is declared', async () => {
    const { answer } = await run({
      one: part(() => failing(700, new Error('down')), ''),
      two: part(() => after(10, ''), ''),
      three: part(never, ''),
      four: part(() => failing(1, new Error('down')), ''),
    });
    expect(answer?.degraded.map(({ part }) => part)).toEqual(['one', 'three', 'four']);
  });

  it('tells parts how long they have, and when nobody waits any longer', async () => {
    const times: PartTime[] = [];
    let left = 0;
    const hanging = part(async (time) => {
      times.push(time);
      await after(300, undefined);
      left = time.leftMs();
      return never();
    }, '');
    await run({ hanging });

    expect(left).toBe(500);
    expect(times[0]!.leftMs()).toBe(0);
    expect(times[0]!.signal.aborted).toBe(true);
  });

  it('reports every error, also one that came after the answer', async () => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    const onError = vi.fn();
    await run(
      { soon: part(() => failing(1, 'soon'), ''), late: part(() => failing(2_000, 'late'), '') },
      onError,
    );
    vi.useRealTimers();
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', unhandled);

    expect(onError.mock.calls).toEqual([
      ['soon', 'soon'],
      ['late', 'late'],
    ]);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('leaves no timer behind', async () => {
    await run({ one: part(() => after(10, ''), '') });
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each<[string, Part<string>['get'], string[] | undefined]>([
    ['that is away is named', () => failing(0, new Error('down')), ['balance']],
    ['that is there is not named', async () => 'five', undefined],
  ])('a part %s on the span of the invocation', async (_, get, named) => {
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    let span: RecordedSpan | undefined;
    const handler = invocation('http', async () => {
      span = trace.getActiveSpan() as RecordedSpan;
      await aggregate({ balance: part(get, 'unknown') }, { budgetMs: 800 });
    });
    const over = handler({});
    await vi.advanceTimersByTimeAsync(1_000);
    await over;

    expect(span?.attributes['shop.degraded.parts']).toEqual(named);
  });
});
