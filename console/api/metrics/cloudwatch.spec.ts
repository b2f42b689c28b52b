import type { GetMetricDataCommand, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { METRICS } from '../../../functions/contracts/metrics.ts';
import { minutesUntil, STEP_MS } from './charts.ts';
import { chartsOfCloudWatch, plans } from './cloudwatch.ts';

const asked = {
  namespace: 'shop/production',
  prefix: 'shop-production-',
  saga: 'arn:aws:states:eu-central-1:123456789012:stateMachine:shop-production-order-saga',
  queues: [
    { short: 'orders-start-saga' },
    { short: 'orders-start-saga-dead', kind: 'dead letters' as const },
    { short: 'orders-parked', kind: 'parked orders' as const },
  ],
};
const minutes = minutesUntil(Date.UTC(2026, 10, 27, 12));

/** CloudWatch that knows values of some metrics, in pages of one. */
function cloudWatchWith(known: Record<string, number[]>) {
  const queries: MetricDataQuery[] = [];
  const send = async ({ input }: GetMetricDataCommand) => {
    const at = Number(input.NextToken ?? 0);
    if (at === 0) queries.push(...(input.MetricDataQueries ?? []));
    const query = input.MetricDataQueries![at]!;
    const { MetricName = '', Dimensions = [] } = query.MetricStat!.Metric!;
    const values = known[`${MetricName} ${Dimensions[0]?.Value}`] ?? [];
    return {
      MetricDataResults: [
        { Id: query.Id, Values: values, Timestamps: values.map((_, index) => new Date(minutes[index]!)) },
      ],
      ...(at + 1 < input.MetricDataQueries!.length && { NextToken: String(at + 1) }),
    };
  };
  return { queries, client: { send: send as never } };
}

describe('chartsOfCloudWatch', () => {
  it('asks for the metrics that functions write, by their one dimension', () => {
    const own = plans(asked).flatMap(({ lines }) =>
      lines.filter(({ namespace }) => namespace === 'shop/production'),
    );
    const written = [...Object.keys(METRICS), 'http_server_errors_total', 'breaker_openings_total'];
    for (const { metric, dimensions } of own) {
      expect(written).toContain(metric);
      expect(Object.keys(dimensions)).toEqual(['service']);
    }
  });

  it('has a sum of nothing recorded as 0 and all else as unknown, in milliseconds', async () => {
    const { client, queries } = cloudWatchWith({
      'http_requests_total orders': [3, 4],
      'http_request_duration_seconds orders': [0.25],
      'ApproximateNumberOfMessagesVisible shop-production-orders-parked': [1],
    });
    const charts = await chartsOfCloudWatch(client, asked, minutes);
    const series = (id: string) =>
      charts.find((chart) => chart.id === id)!.series.map(({ name, values }) => [name, values.slice(0, 3)]);
    expect(series('requests')).toEqual([['orders', [3, 4, 0]]]);
    expect(series('latency')).toEqual([['orders', [250, null, null]]]);
    expect(series('parked')).toEqual([['orders-parked', [1, null, null]]]);
    expect(series('emails')).toEqual([]);
    expect(new Set(queries.map(({ Id }) => Id)).size).toBe(queries.length);
    expect(queries.every(({ MetricStat }) => MetricStat!.Period === STEP_MS / 1000)).toBe(true);
  });
});
