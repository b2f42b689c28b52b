import { execFileSync } from 'node:child_process';
import { CloudWatchLogsClient, DescribeSubscriptionFiltersCommand } from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { describe, expect, it, vi } from 'vitest';
import { dlq } from '../../../ops/dead-letters/command.ts';
import { retry } from '../../../ops/shop-driver/retry.ts';
import { ShopDriver } from '../../../ops/shop-driver/shop-driver.ts';
import { clientConfig, until } from '../../support/engine.ts';
import { sampleOf } from '../../support/metrics-api.ts';
import { shopOutputs } from '../../support/outputs.ts';
import { OwnEnvironment } from '../../support/own-environment.ts';
import { PROMTOOL } from '../../support/prometheus.ts';
import { STAGE } from '../../support/stage.ts';

const { api } = shopOutputs();
const shop = new ShopDriver(api);
const metrics = async (headers: Record<string, string> = {}) => {
  const response = await fetch(`${api}/metrics`, { headers });
  return { response, text: await response.text() };
};
const requests = (text: string, status: number) =>
  sampleOf(
    text,
    `http_requests_total{service="inventory",method="GET",path="/products/{sku}",status="${status}"}`,
  )!;

/** It is the first file: nothing that was asked before is still to be counted. */
describe('metrics of the deployed shop', () => {
  it('count each request once, from the log of its function, and the order from its events', async () => {
    const before = (await metrics()).text;
    const found = Array.from({ length: 8 }, () => shop.call('GET /products/espresso-cup'));
    const missing = Array.from({ length: 4 }, () => shop.call('GET /products/no-such-thing'));
    expect((await Promise.all(found)).map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect((await Promise.all(missing)).map(({ status }) => status)).toEqual(Array(4).fill(404));
    const customer = await shop.customer(100_000);
    const { body: order } = await customer.order([{ sku: 'espresso-cup', quantity: 1 }]);
    await customer.settled(order.id);

    const added = (text: string, series: string) => sampleOf(text, series)! - sampleOf(before, series)!;
    const ORDERS = [
      'http_requests_total{service="orders",method="POST",path="/orders",status="201"}',
      'orders_total{outcome="placed"}',
      'orders_total{outcome="confirmed"}',
      'saga_duration_seconds_count{outcome="confirmed"}',
      'charges_total{currency="EUR"}',
      'saga_step_duration_seconds_count{service="payments",step="ChargePayment",outcome="ok"}',
    ];
    const text = await until(
      async () => {
        const { text: now } = await metrics();
        const isThere =
          requests(now, 200) - requests(before, 200) >= 8 && requests(now, 404) - requests(before, 404) >= 4;
        return isThere && ORDERS.every((series) => added(now, series) >= 1) ? now : undefined;
      },
      { what: 'everything to be counted' },
    );
    expect(requests(text, 200) - requests(before, 200)).toBe(8);
    expect(requests(text, 404) - requests(before, 404)).toBe(4);
    expect(ORDERS.map((series) => added(text, series))).toEqual(ORDERS.map(() => 1));
    expect(added(text, 'revenue_minor_units_total{currency="EUR"}')).toBe(order.total.amount);
  });

  it('are not lost while nobody can count: what waits in operator queues is counted by them, once', async () => {
    const print = vi.spyOn(console, 'log').mockReturnValue();
    const functions = new OwnEnvironment();
    const before = (await metrics()).text;
    const waiting = 'dead_letters{queue="telemetry-count-metrics-failed"}';
    try {
      await functions.set('telemetry-count-metrics', { TABLE: 'no-such-table' });
      for (let index = 0; index < 5; index += 1) {
        const { status } = await retry(() => shop.call('GET /products/espresso-cup'));
        expect(status).toBe(200);
      }
      // Lambda gives up after its third attempt.
      await until(async () => sampleOf((await metrics()).text, waiting)! > 0, {
        what: 'lines to wait for an operator',
      });
    } finally {
      await functions.restore();
    }
    const text = await until(
      async () => {
        await dlq.run(['redrive', 'count-metrics-failed', '--stage', STAGE]);
        const { text: now } = await metrics();
        return requests(now, 200) - requests(before, 200) >= 5 && sampleOf(now, waiting) === 0
          ? now
          : undefined;
      },
      { what: 'the lines to be counted' },
    );
    print.mockRestore();
    expect(requests(text, 200) - requests(before, 200)).toBe(5);
  });

  it.skipIf(!PROMTOOL)(
    'are what promtool takes without a word (skipped where it is not installed)',
    async () => {
      const { response, text } = await metrics();
      expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
      expect(execFileSync(PROMTOOL!, ['check', 'metrics'], { input: text, encoding: 'utf8' })).toBe('');
    },
  );

  it('come as OpenMetrics, with traces, for who asks for it', async () => {
    const { response, text } = await metrics({ accept: 'application/openmetrics-text; version=1.0.0' });
    expect(response.headers.get('content-type')).toBe(
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
    );
    expect(text).toMatch(/_bucket\{.*\} \d+ # \{trace_id="[0-9a-f]{32}"\} /);
    expect(text.endsWith('\n# EOF\n')).toBe(true);
  });

  it('are read from the logs of all functions but the one that counts', async () => {
    const logs = new CloudWatchLogsClient(clientConfig());
    const names: string[] = [];
    for await (const page of paginateListFunctions({ client: new LambdaClient(clientConfig()) }, {}))
      names.push(...(page.Functions ?? []).map(({ FunctionName = '' }) => FunctionName));
    const own = names.filter((name) => name.startsWith('shop-test-shop-'));
    const unread: string[] = [];
    for (const name of own) {
      const { subscriptionFilters = [] } = await logs.send(
        new DescribeSubscriptionFiltersCommand({ logGroupName: `/aws/lambda/${name}` }),
      );
      if (subscriptionFilters[0]?.filterPattern !== '"_aws"') unread.push(name);
    }
    expect(own.length).toBeGreaterThan(60);
    expect(unread).toEqual(['shop-test-shop-telemetry-count-metrics']);
  });
});
