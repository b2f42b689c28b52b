import { describe, expect, it } from 'vitest';
import { METRICS } from '../../functions/contracts/metrics.ts';
import { dashboardBody } from './dashboard-body.ts';

const body = dashboardBody({
  region: 'us-east-1',
  prefix: 'shop-production-',
  namespace: 'shop/production',
  api: 'shop-production-api',
  saga: 'arn:aws:states:us-east-1:123456789012:stateMachine:shop-production-order-saga',
  queues: [
    { name: 'orders-start-saga', isOperatorQueue: false },
    { name: 'orders-parked', isOperatorQueue: true },
  ],
  services: ['orders', 'users'],
  functions: {
    placeOrder: 'shop-production-orders-place-order',
    publishers: ['shop-production-orders-publish-outbox'],
  },
});

type Entry = (string | Record<string, unknown>)[];
const widgets = body.widgets.map(({ properties }) => properties as { title: string; metrics: Entry[] });
const named = widgets.flatMap(({ title, metrics }) => metrics.map((entry) => ({ title, entry })));
const ours = named.filter(({ entry: [namespace] }) => namespace === 'shop/production');

/**
 * What CloudWatch asks of a dashboard's body, as far as this one goes:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
describe('the dashboard of CloudWatch', () => {
  it('is no larger than CloudWatch takes, also with many queues', () => {
    expect(body.widgets.length).toBeLessThanOrEqual(500);
    expect(Math.max(...widgets.map(({ metrics }) => metrics.length))).toBeLessThanOrEqual(500);
  });

  it('has widgets that lie on the grid and not on each other', () => {
    const places = body.widgets.map(({ x, y }) => `${x} ${y}`);
    expect(new Set(places).size).toBe(places.length);
    for (const { x, width, height } of body.widgets) {
      expect(x + width).toBeLessThanOrEqual(24);
      expect(height).toBeLessThanOrEqual(1_000);
    }
  });

  it.each(named)('$title: names a metric with pairs of dimensions, or an expression', ({ entry }) => {
    const texts = entry.filter((part): part is string => typeof part === 'string');
    const options = entry.filter((part) => typeof part !== 'string');
    expect(options.length).toBeLessThanOrEqual(1);
    if (texts.length === 0) return expect(options[0]).toHaveProperty('expression');
    expect(texts.length).toBeGreaterThanOrEqual(2);
    expect(texts.length % 2).toBe(0);
  });

  it.each(ours)('$title: asks functions for what they write', ({ entry: [, metric, ...dimensions] }) => {
    const written = [...Object.keys(METRICS), 'http_server_errors_total'];
    expect(written).toContain(metric);
    const names = dimensions.filter((part, index) => typeof part === 'string' && index % 2 === 0);
    expect([['service'], ['service', 'route']]).toContainEqual(names);
  });
});
