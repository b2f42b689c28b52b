import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { describeError } from './log.ts';

type Log = typeof import('./log.ts');

const TRACE = '5759e988bd862e3fe1be46a994272793';

describe('log', () => {
  let lines: Record<string, unknown>[];

  beforeEach(() => {
    lines = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
      lines.push(JSON.parse(String(line)));
      return true;
    });
    vi.stubEnv('SERVICE', 'orders');
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'shop-local-orders-place-order');
    vi.stubEnv('AWS_LAMBDA_LOG_STREAM_NAME', '2026/11/27/[$LATEST]0123456789abcdef0123456789abcdef');
  });

  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    vi.resetModules();
  });

  /** The module as an environment of a function loads it. */
  const load = async (share = '0'): Promise<Log> => {
    vi.stubEnv('LOG_DEBUG_SHARE', share);
    vi.resetModules();
    return import('./log.ts');
  };

  it('writes who, what and about what in one JSON line', async () => {
    const { addToLog, beginLog, log } = await load();
    beginLog({ requestId: 'r-1', traceId: TRACE });
    addToLog({ orderId: 'o-1' });
    log.info('order placed', { items: 2 });

    expect(lines).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        level: 'INFO',
        message: 'order placed',
        service: 'orders',
        function: 'shop-local-orders-place-order',
        instance: '89abcdef',
        requestId: 'r-1',
        traceId: TRACE,
        orderId: 'o-1',
        items: 2,
      },
    ]);
  });

  it('keeps the lines of two invocations and of two messages apart', async () => {
    const { addToLog, beginLog, log, logAbout } = await load();
    beginLog({ requestId: 'r-1' });
    logAbout({ messageId: 'm-1' });
    addToLog({ orderId: 'o-1' });
    logAbout({ messageId: 'm-2' });
    log.info('one');
    beginLog({ requestId: 'r-2' });
    log.info('other');

    expect(lines[0]).toMatchObject({ requestId: 'r-1', messageId: 'm-2' });
    expect(lines[0]).not.toHaveProperty('orderId');
    expect(lines[1]).toMatchObject({ requestId: 'r-2' });
    expect(lines[1]).not.toHaveProperty('messageId');
  });

  it.each<[string, (module: Log) => void]>([
    ['the message', ({ log }) => log.info('for ada@example.com')],
    ['a field', ({ log }) => log.warn('x', { to: 'ada@example.com' })],
    ['the context', ({ beginLog, log }) => [beginLog({ route: '/ada@example.com' }), log.info('x')]],
    ['what it is about', ({ logAbout, log }) => [logAbout({ subject: 'ada@example.com' }), log.info('x')]],
    ['an error', ({ log }) => log.error('x', new Error('no ada@example.com'))],
    ['what was thrown and is no error', ({ log }) => log.error('x', 'no ada@example.com')],
    ['an object that was thrown', ({ log }) => log.error('x', { email: 'ada@example.com' })],
    ['a debug line', ({ log }) => [log.debug('ada@example.com'), log.error('x', 1)]],
  ])('hides personal data in %s', async (_, write) => {
    write(await load());
    expect(lines.length).toBeGreaterThan(0);
    expect(JSON.stringify(lines)).toContain('[redacted]');
    expect(JSON.stringify(lines)).not.toContain('ada@');
  });

  it.each<[string, (module: Log) => void]>([
    [
      'fields with a getter that throws',
      ({ log }) => log.info('x', Object.defineProperty({}, 'a', throwing)),
    ],
    ['fields that are a revoked proxy', ({ log }) => log.info('x', revoked())],
    ['a revoked proxy that was thrown', ({ log }) => log.error('x', revoked())],
    ['an object without a prototype that was thrown', ({ log }) => log.error('x', Object.create(null))],
    [
      'an output that is closed',
      ({ log }) => [vi.mocked(process.stdout.write).mockImplementation(fail), log.info('x')],
    ],
  ])('never throws: %s', async (_, write) => {
    const module = await load();
    expect(() => write(module)).not.toThrow();
  });

  it('writes no debug line of an invocation that is not sampled and goes well', async () => {
    const { beginLog, log } = await load('0');
    beginLog({ traceId: TRACE });
    log.debug('call');
    log.warn('odd');
    expect(lines).toMatchObject([{ level: 'WARN' }]);
  });

  it('writes the debug lines that led to an error, and those after it, but none of the invocation before', async () => {
    const { beginLog, log } = await load('0');
    beginLog({ requestId: 'r-1' });
    log.debug('before');
    beginLog({ requestId: 'r-2' });
    for (let call = 1; call <= 40; call += 1) log.debug('call', { call });
    log.error('failed', new Error('away'));
    log.debug('after');

    expect(lines.map(({ message }) => message)).toEqual([...Array(30).fill('call'), 'failed', 'after']);
    expect(lines[0]).toMatchObject({ level: 'DEBUG', requestId: 'r-2', call: 11 });
  });

  it('writes all debug lines of a trace or none, in every function the same', async () => {
    const traces = Array.from(
      { length: 400 },
      (_, n) => TRACE.slice(0, 24) + ((n * 2654435761) >>> 0).toString(16).padStart(8, '0'),
    );
    const sampled = async () => {
      const { beginLog, log } = await load('0.25');
      lines = [];
      for (const traceId of traces) {
        beginLog({ traceId });
        log.debug('one');
        log.debug('two');
      }
      return lines.map(({ traceId, message }) => `${traceId} ${message}`);
    };
    const [here, there] = [await sampled(), await sampled()];

    expect(there).toEqual(here);
    expect(here.filter((line) => line.endsWith('one')).length).toBe(here.length / 2);
    expect(here.length / 2).toBeGreaterThan(60);
    expect(here.length / 2).toBeLessThan(140);
  });
});

const throwing = {
  enumerable: true,
  get: () => fail(),
};

function fail(): never {
  throw new Error('no');
}

function revoked(): Record<string, unknown> {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

describe('describeError', () => {
  it('follows the causes', () => {
    const error = new Error('outer', { cause: new TypeError('inner') });

    expect(describeError(error)).toMatchObject({
      error: 'Error',
      detail: 'outer',
      cause: { error: 'TypeError' },
    });
    expect(describeError('text')).toEqual({ error: 'text' });
  });
});
