import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { atEnd, invocation, invocationNow, report, TimeIsUp } from './invocation.ts';
import { log } from './log.ts';
import type { Ended } from './outcome.ts';

const ended: Ended[] = [];
const lines: Record<string, unknown>[] = [];
const context = { awsRequestId: 'r-1', getRemainingTimeInMillis: () => 10_000 } as Context;

beforeAll(() => {
  vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'shop-test-orders-place-order');
  vi.stubEnv(
    '_X_AMZN_TRACE_ID',
    'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
  );
  // Beside the line of metrics, which has a spec of its own.
  vi.spyOn(process.stdout, 'write').mockImplementation(
    (line) => String(line).includes('"_aws"') || lines.push(JSON.parse(String(line))) > 0,
  );
  atEnd((one) => void ended.push(one));
});
afterAll(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});
beforeEach(() => {
  ended.length = 0;
  lines.length = 0;
});

describe('invocation', () => {
  it('tells at its end what it was, what was reported, and how long it took', async () => {
    const handler = invocation('step', async () => {
      report({ orderId: 'o-1' });
      report({ orderOutcome: 'done' });
      return 'answer';
    });
    expect(await handler({}, context)).toBe('answer');
    expect(ended).toEqual([
      {
        kind: 'step',
        functionName: 'shop-test-orders-place-order',
        requestId: 'r-1',
        traceId: '5759e988bd862e3fe1be46a994272793',
        cold: true,
        began: expect.any(Number),
        ms: expect.any(Number),
        outcome: { orderId: 'o-1', orderOutcome: 'done' },
        thrown: undefined,
      },
    ]);
  });

  it.each([
    ['AWS_XRAY_DAEMON_ADDRESS', 'nowhere'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'nowhere'],
  ])('answers where its trace cannot be sent, since %s is %s, and says so', async (variable, value) => {
    vi.stubEnv(variable, value);
    vi.resetModules();
    const again = await import('./invocation.ts');
    const handler = again.invocation('step', async () => 'answer');
    expect(await handler({}, context)).toBe('answer');
    vi.stubEnv(variable, undefined);
    expect(lines).toMatchObject([
      { level: 'INFO' },
      { level: 'WARN', message: 'the trace of an invocation was not sent' },
    ]);
  });

  it('is cold once in an environment', async () => {
    const handler = invocation('step', async () => {});
    await handler({}, context);
    await handler({}, context);
    expect(ended.map(({ cold }) => cold)).toEqual([false, false]);
  });

  it('gives every line of the log its function, request and trace', async () => {
    await invocation('step', async () => log.info('hello'))({}, context);
    const about = {
      function: 'shop-test-orders-place-order',
      requestId: 'r-1',
      traceId: '5759e988bd862e3fe1be46a994272793',
    };
    expect(lines).toMatchObject([
      { message: 'hello', ...about },
      { message: 'step', ...about },
    ]);
  });

  it('throws what its handler throws, and tells it', async () => {
    const thrown = new Error('away');
    await expect(invocation('step', () => Promise.reject(thrown))({}, context)).rejects.toBe(thrown);
    expect(ended.map((one) => one.thrown)).toEqual([thrown]);
  });

  it('ends before the time limit does, once, for a handler that does not', async () => {
    const soon = { ...context, getRemainingTimeInMillis: () => 401 } as Context;
    const { promise, resolve } = Promise.withResolvers<void>();
    const under = invocation('step', () => promise)({}, soon);
    await vi.waitFor(() => expect(ended).toHaveLength(1));
    expect(ended[0]!.thrown).toBeInstanceOf(TimeIsUp);
    resolve();
    await under;
    expect(ended).toHaveLength(1);
  });

  it('keeps what runs at the same time apart', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const first = invocation('step', async () => {
      await promise;
      report({ orderId: 'first' });
    })({}, context);
    await invocation('rpc', async () => report({ rpc: '/second' }))({}, context);
    resolve();
    await first;
    expect(ended.map(({ outcome }) => outcome)).toEqual([{ rpc: '/second' }, { orderId: 'first' }]);
    expect(invocationNow()).toBeUndefined();
  });

  it('answers although something fails at its end, and says so', async () => {
    atEnd(() => Promise.reject(new Error('full')));
    expect(await invocation('step', async () => 'answer')({}, context)).toBe('answer');
    expect(lines.slice(1)).toEqual([expect.objectContaining({ level: 'WARN', detail: 'full' })]);
  });
});
