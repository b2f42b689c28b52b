import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { metricLines } from './emf.ts';
import { count, observe, type Recorded, takeRecorded } from './recorder.ts';

interface Directive {
  Namespace: string;
  Dimensions: string[][];
  Metrics: { Name: string; Unit: string }[];
}

const options = {
  namespace: 'shop/test',
  service: 'orders',
  traceId: '5759e988bd862e3fe1be46a994272793',
  now: 7,
};
const written = (recorded: Recorded[]) => metricLines(recorded, options).map((line) => JSON.parse(line));

/**
 * What the specification of the embedded metric format asks for, as far as it can be told from a line alone:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
function faultsOf(text: string): string[] {
  const line = JSON.parse(text) as Record<string, unknown> & {
    _aws: { Timestamp: number; CloudWatchMetrics: Directive[] };
  };
  const { Timestamp, CloudWatchMetrics } = line._aws;
  const isText = (value: unknown) => typeof value === 'string' && value.length > 0 && value.length <= 1024;
  const isNumber = (value: unknown) => typeof value === 'number' && Number.isFinite(value);
  const directives = CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) => [
    ...(isText(Namespace) ? [] : ['the namespace is no text']),
    ...(Metrics.length > 0 && Metrics.length <= 100 ? [] : [`${Metrics.length} metrics`]),
    ...(new Set(Metrics.map(({ Name }) => Name)).size === Metrics.length ? [] : ['a metric comes twice']),
    ...(Dimensions.every((set) => set.length <= 30) ? [] : ['a set has too many dimensions']),
    ...Dimensions.flat()
      .filter((name) => !isText(line[name]))
      .map((name) => `the dimension ${name} has no value`),
    ...Metrics.filter(({ Name }) => {
      const value = line[Name];
      return !(Array.isArray(value) ? value.length <= 100 && value.every(isNumber) : isNumber(value));
    }).map(({ Name }) => `the metric ${Name} has no value`),
    ...Metrics.filter(({ Unit }) => !['Count', 'Seconds'].includes(Unit)).map(
      ({ Unit }) => `the unit is ${Unit}`,
    ),
  ]);
  return [...(Number.isInteger(Timestamp) ? [] : ['no time']), ...directives];
}

describe('what an invocation has recorded', () => {
  beforeEach(() => void takeRecorded());

  it('is one line that CloudWatch and the counting function read', () => {
    count('http_requests_total', { service: 'orders', method: 'POST', path: '/orders', status: '201' });
    observe(
      'http_request_duration_seconds',
      { service: 'orders', method: 'POST', path: '/orders' },
      0.0123456789,
    );
    const [line, ...more] = written(takeRecorded());

    expect(more).toEqual([]);
    expect(line).toEqual({
      _aws: {
        Timestamp: 7,
        CloudWatchMetrics: [
          {
            Namespace: 'shop/test',
            Dimensions: [['service'], ['service', 'route']],
            Metrics: [
              { Name: 'http_requests_total', Unit: 'Count' },
              { Name: 'http_server_errors_total', Unit: 'Count' },
              { Name: 'http_request_duration_seconds', Unit: 'Seconds' },
            ],
          },
        ],
      },
      service: 'orders',
      route: 'POST /orders',
      http_requests_total: 1,
      http_server_errors_total: 0,
      http_request_duration_seconds: [0.012346],
      trace: options.traceId,
      series: [
        ['http_requests_total', ['orders', 'POST', '/orders', '201'], 1],
        ['http_request_duration_seconds', ['orders', 'POST', '/orders'], [0.012346]],
      ],
    });
  });

  it('is counted together by its labels, and begins anew when it was taken', () => {
    count('emails_total', { outcome: 'sent' });
    count('emails_total', { outcome: 'failed' });
    count('emails_total', { outcome: 'sent' }, 2);
    expect(takeRecorded()).toEqual([
      { name: 'emails_total', labels: ['sent'], count: 3 },
      { name: 'emails_total', labels: ['failed'], count: 1 },
    ]);
    expect(takeRecorded()).toEqual([]);
  });

  it.each([
    ['OPEN', 1],
    ['HALF_OPEN', undefined],
    ['CLOSED', undefined],
  ] as const)('tells CloudWatch that a breaker opened, and of %s: %s', (state, openings) => {
    count('breaker_transitions_total', { called: 'users', called_instance: 'a', state });
    expect(written(takeRecorded())[0].breaker_openings_total).toBe(openings);
  });

  it('keeps no dimension of its own for routes of which nothing is promised: each costs', () => {
    count('http_requests_total', { service: 'orders', method: 'GET', path: '/orders', status: '200' });
    expect(written(takeRecorded())[0]._aws.CloudWatchMetrics[0].Dimensions).toEqual([['service']]);
  });

  const recordings = fc.array(
    fc.oneof(
      fc.record({ outcome: fc.constantFrom('sent', 'failed'), by: fc.integer({ min: 1, max: 5 }) }),
      fc.record({
        called: fc.integer({ min: 0, max: 150 }),
        seconds: fc.double({ min: 0, max: 40, noNaN: true }),
      }),
    ),
    { maxLength: 400 },
  );

  it('is written whole, in lines that keep to the specification, however much it is', () => {
    fc.assert(
      fc.property(recordings, (all) => {
        for (const one of all) {
          if ('outcome' in one) count('emails_total', { outcome: one.outcome }, one.by);
          else
            observe(
              'service_call_duration_seconds',
              { service: 'orders', called: `service-${one.called}` },
              one.seconds,
            );
        }
        const lines = metricLines(takeRecorded(), options);
        expect(lines.flatMap(faultsOf)).toEqual([]);
        const entries = lines.flatMap(
          (line) => JSON.parse(line).series as [string, string[], number | number[]][],
        );
        const counted = entries.map(([, , value]) => (Array.isArray(value) ? 0 : value));
        const measured = entries.map(([, , value]) => (Array.isArray(value) ? value.length : 0));
        const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
        expect(sum(counted)).toBe(sum(all.map((one) => ('by' in one ? one.by : 0))));
        expect(sum(measured)).toBe(all.filter((one) => 'seconds' in one).length);
        for (const line of lines) expect(JSON.parse(line).series.length).toBeLessThanOrEqual(90);
      }),
    );
  });
});
