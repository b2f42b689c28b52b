import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Ended, Outcome } from '../outcome.ts';
import { functionOf, recordInvocation, writeMetrics } from './record-invocation.ts';
import { takeRecorded } from './recorder.ts';

const lines: string[] = [];

const ended = (kind: Ended['kind'], outcome: Outcome, more: Partial<Ended> = {}): Ended => ({
  kind,
  functionName: 'shop-pr-orders-1-orders-place-order',
  requestId: 'r',
  traceId: '5759e988bd862e3fe1be46a994272793',
  cold: false,
  began: 0,
  ms: 12,
  outcome,
  ...more,
});

beforeAll(() => {
  vi.stubEnv('SERVICE', 'orders');
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
});
afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});
beforeEach(() => {
  takeRecorded();
  lines.length = 0;
});

const asked = { route: '/orders/{id}', method: 'GET' };
const REQUESTS: [what: string, outcome: Outcome, thrown: unknown, labels: string[]][] = [
  ['an answer', { ...asked, status: 200 }, undefined, ['GET', '/orders/{id}', '200']],
  ['a rejection', { ...asked, status: 404 }, undefined, ['GET', '/orders/{id}', '404']],
  ['a HEAD', { ...asked, method: 'HEAD', status: 200 }, undefined, ['HEAD', '/orders/{id}', '200']],
  [
    'a method that the path does not know',
    { ...asked, method: 'PUT', status: 405 },
    undefined,
    ['other', '/orders/{id}', '405'],
  ],
  [
    'a method that nobody knows',
    { ...asked, method: 'BREW', status: 404 },
    undefined,
    ['other', '/orders/{id}', '404'],
  ],
  ['a crash', asked, new Error('away'), ['GET', '/orders/{id}', '503']],
];

describe('an invocation', () => {
  it.each(REQUESTS)('counts %s by its route', (_, outcome, thrown, labels) => {
    recordInvocation(ended('http', outcome, { thrown }));
    expect(takeRecorded()).toEqual([
      { name: 'http_requests_total', labels: ['orders', ...labels], count: 1 },
      { name: 'http_request_duration_seconds', labels: ['orders', ...labels.slice(0, 2)], values: [0.012] },
    ]);
  });

  it.each([
    ['done', undefined, 'ok'],
    ['OutOfStock', new Error('refused'), 'refused'],
    ['failed', new Error('away'), 'failed'],
    [undefined, new Error('no such input'), 'failed'],
  ])('measures a step of the saga that ends as %s', (orderOutcome, thrown, outcome) => {
    recordInvocation(
      ended('step', { orderOutcome }, { thrown, functionName: 'shop-local-orders-confirm-order' }),
    );
    expect(takeRecorded()).toEqual([
      { name: 'saga_step_duration_seconds', labels: ['orders', 'ConfirmOrder', outcome], values: [0.012] },
    ]);
  });

  it('counts the messages of a batch by whether they were handled', () => {
    recordInvocation(ended('messages', { batch: 10, batchFailures: 3 }));
    const labels = ['orders', 'place-order'];
    expect(takeRecorded()).toEqual([
      { name: 'events_consumed_total', labels: [...labels, 'consumed'], count: 7 },
      { name: 'events_consumed_total', labels: [...labels, 'failed'], count: 3 },
    ]);
  });

  it('writes nothing when it has recorded nothing', () => {
    writeMetrics(ended('schedule', {}));
    expect(lines).toEqual([]);
  });

  it('writes one line, into which nothing of the next one comes', () => {
    writeMetrics(ended('http', { ...asked, status: 200 }));
    writeMetrics(ended('http', { ...asked, status: 404 }));
    expect(lines.map((line) => JSON.parse(line).series[0])).toEqual([
      ['http_requests_total', ['orders', 'GET', '/orders/{id}', '200'], 1],
      ['http_requests_total', ['orders', 'GET', '/orders/{id}', '404'], 1],
    ]);
  });
});

describe('the file of a function', () => {
  it.each([
    ['shop-local-orders-place-order', 'orders', 'place-order'],
    ['shop-pr-orders-1-orders-place-order', 'orders', 'place-order'],
    ['shop-local-telemetry-count-orders', 'telemetry', 'count-orders'],
    ['somewhere-else', 'orders', 'somewhere-else'],
  ])('of %s in %s is %s', (name, service, file) => {
    expect(functionOf(name, service)).toBe(file);
  });
});
