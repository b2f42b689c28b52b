import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { METRICS } from '../../functions/contracts/metrics.ts';
import type { AlarmDefinition, Computed, Metric } from './definition.ts';
import { MOST_METRICS } from './definition.ts';
import { alarmsOf } from './definitions.ts';
import { goesSilent, happensAtAll, somethingWaits } from './everywhere.ts';
import { alarmInputs } from './inputs.ts';

const NAMESPACE = 'shop/production';
const functions = Array.from({ length: 21 }, (_, at) => ({
  service: at < 20 ? 'users' : 'orders',
  name: `shop-production-f${at}`,
}));
/** Those that stand where what they watch is declared, one of each kind. */
const everywhere = [
  somethingWaits({
    name: 'users-clear-user-dead',
    description: '',
    queue: 'shop-production-users-clear-user-dead',
  }),
  somethingWaits({ name: 'orders-parked', description: '', queue: 'shop-production-orders-parked' }),
  ...['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'].map((metric) =>
    happensAtAll({
      name: `order-saga-${metric.replace('Executions', '').toLowerCase()}`,
      description: '',
      namespace: 'AWS/States',
      metric,
      dimensions: { StateMachineArn: 'arn' },
    }),
  ),
  happensAtAll({
    name: 'orders-clear-parked-errors',
    description: '',
    namespace: 'AWS/Lambda',
    metric: 'Errors',
    dimensions: { FunctionName: 'shop-production-orders-clear-parked' },
  }),
  goesSilent({
    name: 'orders-clear-parked-missing',
    description: '',
    function: 'shop-production-orders-clear-parked',
    everyMinutes: 5,
  }),
];
const ofAws = alarmsOf({
  prefix: 'shop-production-',
  namespace: NAMESPACE,
  api: 'shop-api',
  queues: [
    { name: 'users-clear-user', isOperatorQueue: false },
    { name: 'orders-parked', isOperatorQueue: true },
  ],
  functions,
  publishers: ['orders'],
  callers: ['gateway', 'users'],
});
const alarms = [...everywhere, ...ofAws];
const alarm = (name: string): AlarmDefinition => alarms.find((one) => one.name === name)!;

/** What is measured in each period, by the name of the metric, or of the metric in an expression; undefined where nothing is. */
type Series = Record<string, (number | undefined)[]>;

/** The part of CloudWatch's metric math that the alarms use, over the values of one period. */
function compute({ metrics, expression }: Computed, values: Record<string, number | undefined>) {
  const known = Object.keys(metrics).map((id) => values[id]);
  if (known.every((value) => value === undefined)) return undefined;
  if (expression === 'SUM(METRICS())') return known.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  const share = /^IF\((\w+) >= (\d+), 100 \* (\w+) \/ (\w+), 0\)$/.exec(expression);
  if (!share) throw new Error(`this test cannot compute ${expression}: teach it`);
  const [, asked = '', least, failed = '', of = ''] = share;
  return Number(values[asked]) >= Number(least) ? (100 * Number(values[failed])) / Number(values[of]) : 0;
}

const isComputed = (of: Metric | Computed): of is Computed => 'expression' in of;

type State = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/**
 * The state of an alarm, by CloudWatch's rule of "M out of N" over the latest periods, and its rule for what is missing: as OK, or,
 * where all is missing, INSUFFICIENT_DATA.
 */
function stateOf(
  { of, above, below, periods, inPeriods, onSilence }: AlarmDefinition,
  series: Series,
): State {
  const computed = Array.from({ length: periods }, (_, at) => {
    const values = Object.fromEntries(Object.entries(series).map(([name, list]) => [name, list[at]]));
    return isComputed(of) ? compute(of, values) : values[of.name];
  });
  if (onSilence && computed.every((value) => value === undefined)) return 'INSUFFICIENT_DATA';
  const breaching = computed.filter(
    (value) => value !== undefined && (above === undefined ? value < below! : value > above),
  );
  return breaching.length >= inPeriods ? 'ALARM' : 'OK';
}

/** Whether somebody hears of it: an alarm acts when it comes to a state from another one, if it has actions for that. */
function rings(definition: AlarmDefinition, series: Series, before: State = 'OK'): boolean {
  const state = stateOf(definition, series);
  const hasAction = state === 'ALARM' || (state === 'INSUFFICIENT_DATA' && definition.onSilence === true);
  return state !== before && hasAction;
}

/** An alarm, what is measured, and whether it rings. Each alarm rings in one case at least, and not in another. */
const CASES: [name: string, series: Series, rings: boolean][] = [
  ['users-clear-user-dead', { ApproximateNumberOfMessagesVisible: [1] }, true],
  ['users-clear-user-dead', { ApproximateNumberOfMessagesVisible: [0] }, false],
  ['orders-parked', { ApproximateNumberOfMessagesVisible: [3] }, true],
  ['orders-parked', {}, false],
  ['order-saga-failed', { ExecutionsFailed: [1] }, true],
  ['order-saga-failed', {}, false],
  ['order-saga-timedout', { ExecutionsTimedOut: [1] }, true],
  ['order-saga-timedout', { ExecutionsTimedOut: [0] }, false],
  ['order-saga-aborted', { ExecutionsAborted: [2] }, true],
  ['order-saga-aborted', {}, false],
  ['orders-clear-parked-errors', { Errors: [1] }, true],
  ['orders-clear-parked-errors', { Errors: [0] }, false],
  ['orders-clear-parked-missing', {}, true],
  ['orders-clear-parked-missing', { Invocations: [undefined, undefined, 1] }, false],
  ['users-clear-user-age', { ApproximateAgeOfOldestMessage: [601, 700, 800] }, true],
  ['users-clear-user-age', { ApproximateAgeOfOldestMessage: [601, 5, 800] }, false],
  ['users-clear-user-age', {}, false],
  ['orders-iterator-age', { IteratorAge: [60_001, 70_000, 80_000] }, true],
  ['orders-iterator-age', { IteratorAge: [60_000, 60_000, 60_000] }, false],
  ['orders-outbox-lag', { outbox_lag_seconds: [61, undefined, 75] }, true],
  ['orders-outbox-lag', { outbox_lag_seconds: [61, 1, 1] }, false],
  ['users-1-errors', { m0: [0, 1, 0], m9: [1, 0, undefined] }, true],
  ['users-1-errors', { m0: [0, 0, 1], m9: [0, 0, 2] }, false],
  ['users-2-errors', { m9: [1, 1, 0] }, true],
  ['users-2-errors', {}, false],
  ['orders-errors', { m0: [1, 0, 1] }, true],
  ['orders-errors', { m0: [1, 0, 0] }, false],
  ['users-1-throttles', { m3: [4, 4, 4] }, true],
  ['users-1-throttles', { m3: [0, 0, 0] }, false],
  ['users-2-throttles', { m3: [4, 0, 4] }, true],
  ['users-2-throttles', { m3: [0, 0, 4] }, false],
  ['orders-throttles', { m0: [1, 1, 1] }, true],
  ['orders-throttles', {}, false],
  ['api-5xx', { failed: [2, 3], asked: [100, 100] }, true],
  ['api-5xx', { failed: [1, 1], asked: [100, 100] }, false],
  // One failure of five requests in the night wakes nobody.
  ['api-5xx', { failed: [1, 1], asked: [5, 5] }, false],
  ['api-latency', { Latency: [2_001, 2_500, 9_000] }, true],
  ['api-latency', { Latency: [9_000, 100, 9_000] }, false],
  ['breaker-open', { gateway: [undefined], users: [1] }, true],
  ['breaker-open', { gateway: [0], users: [undefined] }, false],
  ['registry-check-health-silent', {}, true],
  ['registry-check-health-silent', { Invocations: [0, 0, 0, 0] }, true],
  ['registry-check-health-silent', { Invocations: [1, 1, 1, undefined] }, false],
  ['inventory-ask-overdue-silent', {}, true],
  ['inventory-ask-overdue-silent', { Invocations: [4] }, false],
  ['mail-bounces', { 'Reputation.BounceRate': [0.05] }, true],
  ['mail-bounces', { 'Reputation.BounceRate': [0.01] }, false],
  ['mail-complaints', { 'Reputation.ComplaintRate': [0.001] }, true],
  ['mail-complaints', {}, false],
];

describe('the alarms of a stage', () => {
  it.each(CASES)('%s, at %o: rings is %s', (name, series, expected) => {
    expect(rings(alarm(name), series)).toBe(expected);
  });

  it.each(alarms.map(({ name }) => name))('%s is set off by one case, and left quiet by another', (name) => {
    const outcomes = CASES.filter(([one]) => one === name).map(([, , outcome]) => outcome);
    expect(new Set(outcomes)).toEqual(new Set([true, false]));
  });

  it.each(alarms)('$name does not ring on a new stage, of which nothing was measured yet', (definition) => {
    expect(rings(definition, {}, 'INSUFFICIENT_DATA')).toBe(false);
  });

  it('are all that production has: there is a case for every metric that is watched', () => {
    const plan = readFileSync(new URL('../../stages/production.plan.txt', import.meta.url), 'utf8');
    const lines = [...plan.matchAll(/^ {2}cloudwatch metric alarm \S+: (.*?) [<>] /gm)].map(
      ([, what]) => what!,
    );
    const known = alarms
      .flatMap(({ of }) => (isComputed(of) ? Object.values(of.metrics) : [of]))
      .map(({ name }) => name);
    expect(lines.length).toBeGreaterThan(50);
    expect(
      lines.filter((line) => !known.some((name) => line.endsWith(` ${name}`) || line.includes(` ${name},`))),
    ).toEqual([]);
  });

  it.each(alarms)('$name is about no more metrics than CloudWatch takes, and the shop has them', ({ of }) => {
    const metrics = isComputed(of) ? Object.values(of.metrics) : [of];
    expect(metrics.length).toBeLessThanOrEqual(MOST_METRICS);
    for (const { namespace, name } of metrics)
      if (namespace === NAMESPACE) expect({ ...METRICS, breaker_openings_total: {} }).toHaveProperty(name);
  });

  it('watch every function', () => {
    for (const metric of ['Errors', 'Throttles']) {
      const names = ofAws.flatMap(({ of }) =>
        (isComputed(of) ? Object.values(of.metrics) : [])
          .filter(({ name }) => name === metric)
          .map(({ dimensions }) => dimensions.FunctionName),
      );
      expect(names.toSorted()).toEqual(functions.map(({ name }) => name).toSorted());
    }
  });

  it.each(
    ofAws.map(({ name }) =>
      name.replace(
        /^(orders|users-clear-user|users-\d|users)-(?=age|iterator|outbox|errors|throttles)/,
        '…-',
      ),
    ),
  )('%s is in docs/alarms.md, with what to do', (name) => {
    expect(readFileSync(new URL('../../docs/alarms.md', import.meta.url), 'utf8')).toContain(`\`${name}\``);
  });
});

describe('what CloudWatch is told', () => {
  it('of a metric: its statistic and period', () => {
    expect(alarmInputs(alarm('users-clear-user-age'), 'shop-production-')).toMatchObject({
      name: 'shop-production-users-clear-user-age',
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 600,
      statistic: 'Maximum',
      period: 60,
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
      treatMissingData: 'notBreaching',
    });
  });

  it('of silence: that what is missing is missing, and not breaching', () => {
    expect(alarmInputs(alarm('registry-check-health-silent'), '')).toMatchObject({
      comparisonOperator: 'LessThanThreshold',
      treatMissingData: 'missing',
    });
  });

  it('of an expression: one value, and the metrics that it is computed of', () => {
    const { metricQueries } = alarmInputs(alarm('api-5xx'), '') as {
      metricQueries: { returnData: boolean }[];
    };
    expect(metricQueries.map(({ returnData }) => returnData)).toEqual([true, false, false]);
  });

  it('of a percentile: an extended statistic, which few requests do not move', () => {
    expect(alarmInputs(alarm('api-latency'), '')).toMatchObject({
      extendedStatistic: 'p99',
      evaluateLowSampleCountPercentiles: 'ignore',
    });
  });
});
