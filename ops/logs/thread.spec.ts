import { describe, expect, it } from 'vitest';
import { toXRayId } from '../traces/span.ts';
import type { Line } from './line.ts';
import { inOrder, type Search } from './stage-logs.ts';
import { beganAt, Thread } from './thread.ts';

const [TRACE, OTHER] = ['5759e988bd862e3fe1be46a994272793', '6759e988bd862e3fe1be46a994272794'];

interface Said {
  at: number;
  fn: string;
  text: object | string;
}

/** Logs that hold these lines, and find as CloudWatch does: by terms. */
function logsOf(said: Said[]) {
  const lines: Line[] = said.map(({ at, fn, text }, id) => ({
    id: String(id),
    at,
    fn,
    stream: 's',
    text: typeof text === 'string' ? text : JSON.stringify(text),
  }));
  const functions = [...new Set(said.map(({ fn }) => fn))].map((fn) => ({
    short: fn,
    name: fn,
    logGroup: fn,
  }));
  return {
    functions,
    search: async ({ functions, terms = [], from, to = Number.POSITIVE_INFINITY }: Search) =>
      inOrder(
        lines.filter(
          ({ at, fn, text }) =>
            at >= from &&
            at <= to &&
            functions.some(({ short }) => short === fn) &&
            terms.some((term) => text.includes(term)),
        ),
      ),
  };
}

const LOGS = logsOf([
  {
    at: 50,
    fn: 'orders-confirm-order',
    text: { message: 'step', orderId: 'o-1', requestId: 'r-3', traceId: TRACE },
  },
  {
    at: 10,
    fn: 'orders-place-order',
    text: { message: 'request', orderId: 'o-1', requestId: 'r-1', traceId: TRACE },
  },
  { at: 11, fn: 'orders-place-order', text: { message: 'other', requestId: 'r-9', traceId: OTHER } },
  { at: 20, fn: 'users-rpc-a', text: { message: 'call', requestId: 'r-2', traceId: TRACE } },
  {
    at: 30,
    fn: 'payments-charge',
    text: { message: 'one of two', orderId: 'o-2', requestId: 'r-4', traceId: TRACE },
  },
  { at: 21, fn: 'users-rpc-a', text: 'REPORT RequestId: r-2' },
  {
    at: 60,
    fn: 'orders-confirm-order',
    text: '2026-11-27T05:24:28.123Z r-3 Task timed out after 10.00 seconds',
  },
  { at: 5, fn: 'orders-place-order', text: 'START RequestId: r-1' },
]);

/** All that is left of a function that crashed. */
const CRASH = {
  at: 40,
  fn: 'payments-charge',
  text: {
    type: 'platform.report',
    record: {
      requestId: 'r-5',
      status: 'error',
      tracing: {
        type: 'X-Amzn-Trace-Id',
        value: `Root=${toXRayId(TRACE)};Parent=53995c3f42cd8ad8;Sampled=1`,
      },
    },
  },
};

const times = (lines: Line[]) => lines.map(({ at }) => at);

describe('Thread', () => {
  it.each([
    ['a trace', { trace: TRACE }],
    ['an order', { order: 'o-1' }],
  ])('tells of %s that a function crashed', async (_, subject) => {
    const placed = { message: 'request', orderId: 'o-1', requestId: 'r-1', traceId: TRACE };
    const logs = logsOf([{ at: 10, fn: 'orders-place-order', text: placed }, CRASH]);
    expect(times(await new Thread(logs, subject).read(0))).toEqual([10, 40]);
  });

  it('finds an order in every function, with its traces and what Lambda said about its invocations, in order', async () => {
    expect(times(await new Thread(LOGS, { order: 'o-1' }).read(0))).toEqual([5, 10, 20, 21, 50, 60]);
  });

  it('finds a trace, whichever orders it touches', async () => {
    expect(times(await new Thread(LOGS, { trace: TRACE }).read(0))).toEqual([5, 10, 20, 21, 30, 50, 60]);
  });

  it('keeps to the time that was asked for', async () => {
    expect(times(await new Thread(LOGS, { order: 'o-1' }).read(12))).toEqual([20, 21, 50, 60]);
    expect(times(await new Thread(LOGS, { order: 'o-1' }).read(0, 15))).toEqual([5, 10]);
  });

  it('knows while following what it has found before', async () => {
    const thread = new Thread(LOGS, { order: 'o-1' });
    await thread.read(0, 15);
    expect(times(await thread.read(16))).toEqual([20, 21, 50, 60]);
  });

  it('finds nothing of what nobody speaks of', async () => {
    expect(await new Thread(LOGS, { order: 'o-3' }).read(0)).toEqual([]);
  });
});

describe('beganAt', () => {
  const now = Date.parse('2026-11-27T12:00:00Z');
  const seconds = Math.floor(now / 1000) - 60;

  it.each([
    ['an order', { order: '019ac3f5-f900-7d2b-9a51-3f0c2b1d4e5f' }, 0x019ac3f5f900],
    ['an id of another kind', { order: 'o-1' }, undefined],
    ['a random UUID', { order: '019ac3f5-f900-4d2b-9a51-3f0c2b1d4e5f' }, undefined],
    ["X-Ray's trace", { trace: `${seconds.toString(16)}bd862e3fe1be46a994272793` }, seconds * 1000],
    ['a trace of another time', { trace: TRACE }, undefined],
    ['a trace of the future', { trace: `f${TRACE.slice(1)}` }, undefined],
  ])('reads the time of %s from its id', (_, subject, at) => {
    expect(beganAt(subject, now)).toBe(at);
  });
});
