import { describe, expect, it } from 'vitest';
import type { MetricLine } from '../../../functions/telemetry/metric-line.ts';
import type { Line } from '../../../ops/logs/line.ts';
import { minutesUntil, STEP_MS, seriesOf } from './charts.ts';
import { chartsOfLines } from './from-lines.ts';
import { GaugeHistory } from './gauges.ts';
import { LineHistory } from './line-history.ts';
import { sagaTimes } from './saga-times.ts';

const NOW = Date.UTC(2026, 10, 27, 12, 0, 30);
const minutes = minutesUntil(NOW);
const before = (ofMinutes: number) => NOW - ofMinutes * STEP_MS;
const lastOf = (series: { name: string; values: (number | null)[] }[], name: string) =>
  series.find((one) => one.name === name)!.values.slice(-3);

describe('minutesUntil', () => {
  it('ends with the minute that has begun', () => {
    expect(minutes).toHaveLength(60);
    expect(new Date(minutes.at(-1)!).toISOString()).toBe('2026-11-27T12:00:00.000Z');
  });
});

describe('seriesOf', () => {
  const samples = [1, 2, 9].map((value) => ({ at: before(1), name: 'a', value }));
  it.each([
    ['sum', [0, 12, 0]],
    ['p95', [null, 9, null]],
    ['last', [null, 9, null]],
  ] as const)('gathers by %s', (gathered, expected) => {
    expect(lastOf(seriesOf(samples, minutes, gathered), 'a')).toEqual(expected);
  });

  it('leaves out what was before the first minute', () => {
    const [series] = seriesOf([{ at: before(90), name: 'a', value: 1 }], minutes, 'sum');
    expect(new Set(series!.values)).toEqual(new Set([0]));
  });
});

const line = (at: number, ...series: MetricLine['series'][number][]): MetricLine => ({
  at,
  traceId: undefined,
  series,
});

describe('chartsOfLines', () => {
  const charts = chartsOfLines(
    [
      line(
        before(1),
        { name: 'http_requests_total', labels: ['orders', 'POST', '/orders', '201'], value: 2 },
        { name: 'http_requests_total', labels: ['users', 'GET', '/me', '503'], value: 1 },
        { name: 'http_request_duration_seconds', labels: ['orders', 'POST', '/orders'], value: [0.01, 0.25] },
        { name: 'saga_step_duration_seconds', labels: ['orders', 'ConfirmOrder', 'ok'], value: [0.1] },
        { name: 'saga_step_duration_seconds', labels: ['orders', 'CancelOrder', 'failed'], value: [0.1] },
        { name: 'saga_step_duration_seconds', labels: ['payments', 'ChargePayment', 'ok'], value: [0.1] },
        { name: 'sagas_parked_total', labels: [], value: 1 },
        { name: 'emails_total', labels: ['failed'], value: 3 },
        { name: 'outbox_lag_seconds', labels: ['orders'], value: [2] },
      ),
    ],
    minutes,
  );
  it.each([
    ['requests', 'orders', [0, 2, 0]],
    ['errors', 'orders', [0, 0, 0]],
    ['errors', 'users', [0, 1, 0]],
    ['latency', 'orders', [null, 250, null]],
    ['sagas', 'confirmed', [0, 1, 0]],
    ['sagas', 'cancelled', [0, 0, 0]],
    ['sagas', 'parked', [0, 1, 0]],
    ['emails', 'failed', [0, 3, 0]],
    ['outbox', 'orders', [null, 2000, null]],
  ])('%s of %s', (id, name, expected) => {
    expect(lastOf(charts.find((chart) => chart.id === id)!.series, name)).toEqual(expected);
  });
});

describe('LineHistory', () => {
  const logged = (id: string, at: number): Line => ({
    id,
    at,
    fn: 'orders-place-order',
    stream: 's',
    text: JSON.stringify({
      _aws: { Timestamp: at },
      series: [['emails_total', ['sent'], 1]],
    }),
  });

  it('reads an hour, and then what is new; a line that comes again is one, and an old one is forgotten', async () => {
    const asked: number[] = [];
    let found = [
      logged('a', before(1)),
      logged('old', before(60)),
      { ...logged('x', NOW), text: 'no _aws line' },
    ];
    const logs = {
      functions: [],
      search: async ({ from }: { from: number }) => {
        asked.push(from);
        return found;
      },
    };
    const history = new LineHistory();
    await history.update(logs, NOW);
    expect(history.lines()).toHaveLength(2);
    found = [logged('a', before(1)), logged('b', NOW)];
    await history.update(logs, NOW + 2 * STEP_MS);
    expect(history.lines().map(({ at }) => at)).toEqual([before(1), NOW]);
    expect(asked[0]).toBeLessThanOrEqual(minutes[0]!);
    expect(asked[1]).toBe(NOW - 20_000);
  });
});

describe('GaugeHistory', () => {
  it('tells what was measured when, all queues together and each that is not empty', () => {
    const gauges = new GaugeHistory();
    const queues = [
      { short: 'orders-start-saga', count: 4 },
      { short: 'users-follow', count: 0 },
      { short: 'orders-start-saga-dead', kind: 'dead letters' as const, count: 1 },
      { short: 'orders-parked', kind: 'parked orders' as const, count: 2 },
    ];
    gauges.add(queues, { open: 1 }, NOW);
    const charts = gauges.charts(minutes, 'note');
    const told = charts.map(({ id, series }) => [
      id,
      series.map(({ name, values }) => `${name} ${values.at(-1)}`).join(', '),
    ]);
    expect(told).toEqual([
      ['parked', 'orders-parked 2'],
      ['queues', 'all 4, orders-start-saga 4'],
      ['dead', 'all 1, orders-start-saga-dead 1'],
      ['breakers', 'open 1'],
    ]);
    expect(charts[0]!.series[0]!.values.at(-2)).toBeNull();
  });
});

describe('sagaTimes', () => {
  it('tells how long those took that are over, when they were', () => {
    const item = (stopDate?: Date) => ({
      executionArn: '',
      stateMachineArn: '',
      name: '',
      status: 'SUCCEEDED' as const,
      startDate: new Date(before(2)),
      ...(stopDate && { stopDate }),
    });
    const { series } = sagaTimes([item(new Date(before(1))), item()], minutes);
    expect(lastOf(series, 'p95')).toEqual([null, STEP_MS, null]);
  });
});
