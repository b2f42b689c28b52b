import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { until } from '../support/engine.ts';
import { type LogLine, logBatch } from '../support/log-batch.ts';
import { metricsApi } from '../support/metrics-api.ts';
import { ALERTMANAGER, filled, PROMETHEUS, Programs, query, RULES, serve } from '../support/prometheus.ts';
import { serviceTable } from '../support/service-table.ts';

const REQUESTS = 500;
const SEED = 20_261_127;
const context = { awsRequestId: 'r' } as Context;

/** What a function writes into its log. */
const lines: LogLine[] = [];

type Invoke = (event: unknown, context?: Context) => Promise<{ statusCode: number }>;

/** Requests of all kinds: what is there, what is not, and what is wrong. */
const EVENTS: Partial<APIGatewayProxyEvent>[] = [
  ...['cup', 'cup', 'cup', 'pot', 'no-such-thing'].map((sku) => ({
    httpMethod: 'GET',
    path: `/products/${sku}`,
    pathParameters: { sku },
  })),
  { httpMethod: 'HEAD', path: '/products/cup', pathParameters: { sku: 'cup' } },
  { httpMethod: 'GET', path: '/products/%20', pathParameters: { sku: ' ' } },
  { httpMethod: 'OPTIONS', path: '/products/cup', pathParameters: { sku: 'cup' } },
];

/** The batches in which lines come: some lines twice and in other company, some batches twice, and none in order. */
function deliveries(all: readonly LogLine[], random: (below: number) => number) {
  const shuffled = <T>(list: readonly T[]) =>
    list
      .map((one) => ({ one, at: random(1e9) }))
      .sort((a, b) => a.at - b.at)
      .map(({ one }) => one);
  const twice = all.filter(() => random(3) === 0);
  const rest = shuffled([...all, ...twice]);
  const batches: LogLine[][] = [];
  while (rest.length > 0) batches.push(rest.splice(0, 1 + random(40)));
  return shuffled([...batches, ...batches.filter(() => random(3) === 0)]).map((batch) => logBatch(batch));
}

/** Counts batches in a process of its own, and ends it (SIGKILL) soon after it has counted so many. */
async function killedAfter(batches: number, delayMs: number, path: string): Promise<void> {
  const program = fileURLToPath(new URL('../support/counting-environment.ts', import.meta.url));
  const child = spawn(process.execPath, ['--no-warnings', program, path], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let counted = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  child.stderr.on('data', (text) => {
    counted += String(text).split('counted').length - 1;
    if (counted >= batches) resolve();
  });
  const ended = once(child, 'exit');
  await Promise.race([promise, ended]);
  await sleep(delayMs);
  child.kill('SIGKILL');
  const [, signal] = await ended;
  expect(signal).toBe('SIGKILL');
}

describe.skipIf(!PROMETHEUS)('Prometheus (skipped where it is not installed)', () => {
  const programs = new Programs();
  let api: Awaited<ReturnType<typeof metricsApi>>;
  let shop: Awaited<ReturnType<typeof serve>>;

  beforeAll(async () => {
    vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
      const message = String(line);
      // Those of the scrapes go on beside it, and are nobody's matter here.
      if (message.includes('"_aws"') && message.includes('/products/'))
        lines.push({ id: randomUUID(), message });
      return true;
    });
    api = await metricsApi();
    const get = await api.started();
    shop = await serve(async ({ headers }) => {
      const { statusCode: status, headers: answered, body } = await get({ accept: headers.accept ?? '' });
      return { status, headers: answered, body };
    });
  });
  afterAll(async () => {
    await programs.stop();
    await shop?.close();
    await api?.drop();
    vi.restoreAllMocks();
  });

  const config = (alertmanager = shop.host) =>
    filled('prometheus.yml', {
      RULES,
      ALERTMANAGER: alertmanager,
      SCHEME: 'http',
      PATH: '/metrics',
      HOST: shop.host,
      STAGE: 'test',
    })
      .replaceAll('_interval: 15s', '_interval: 1s')
      .replace('scrape_timeout: 10s', 'scrape_timeout: 1s');

  it(`knows of ${REQUESTS} requests what was sent, whatever became of the batches and of those who counted them`, async () => {
    const address = await programs.prometheus(config());
    const store = await serviceTable();
    for (const sku of ['cup', 'pot'])
      await store.put({
        pk: `PRODUCT#${sku}`,
        sk: 'PRODUCT',
        sku,
        name: sku,
        price: { amount: 1, currency: 'EUR' },
        version: 1,
        sequence: 1,
      });
    const counters = process.env.TABLE!;
    Object.assign(process.env, { SERVICE: 'inventory', TABLE: store.name, LOW_STOCK: '5' });
    vi.resetModules();
    const { handler } = (await import('../../functions/inventory/api/get-product.ts')) as unknown as {
      handler: Invoke;
    };
    lines.length = 0;
    const sent: Record<string, number> = {};
    for (let index = 0; index < REQUESTS; index += 1) {
      const event = EVENTS[index % EVENTS.length]!;
      const { statusCode } = await handler(
        { ...event, resource: '/products/{sku}', headers: {}, requestContext: {} },
        context,
      );
      const key = `${event.httpMethod} ${statusCode}`;
      sent[key] = (sent[key] ?? 0) + 1;
    }
    expect(lines).toHaveLength(REQUESTS);
    expect(Object.keys(sent)).toHaveLength(5);

    Object.assign(process.env, { SERVICE: 'telemetry', TABLE: counters });
    const [seed] = fc.sample(fc.infiniteStream(fc.nat(1e9)), { numRuns: 1, seed: SEED });
    const random = (below: number) => (seed!.next().value as number) % below;
    const batches = deliveries(lines.slice(0, REQUESTS), random);
    const path = programs.write('batches.json', JSON.stringify(batches));
    for (const after of [1, 4, 9]) await killedAfter(after, random(25), path);
    vi.resetModules();
    const counting = (await import('../../functions/telemetry/events/count-metrics.ts')).handler;
    for (const batch of batches) await counting(batch);

    const asked = 'sum by (method, status) (http_requests_total{service="inventory"}) > 0';
    const known = await until(
      async () => {
        const series = Object.entries(await query(address, asked)).map(([labels, value]) => {
          const { method, status } = JSON.parse(labels);
          return [`${method} ${status}`, value] as const;
        });
        const sum = series.reduce((total, [, value]) => total + value, 0);
        return sum >= REQUESTS && Object.fromEntries(series);
      },
      { what: 'Prometheus to know of all requests' },
    );
    expect(known).toEqual(sent);
    const one = async (expression: string) => Object.values(await query(address, expression));
    expect(await one('sum(http_request_duration_seconds_count{service="inventory"})')).toEqual([REQUESTS]);
    expect(await one('sum(http_request_duration_seconds_bucket{service="inventory",le="+Inf"})')).toEqual([
      REQUESTS,
    ]);
    expect(await one('sum(telemetry_lines_total{outcome="counted"})')).toEqual([REQUESTS]);
    // No counter has ever gone down between two scrapes.
    for (const name of [
      'http_requests_total',
      'http_request_duration_seconds_bucket',
      'telemetry_lines_total',
    ])
      expect(await one(`sum(resets(${name}[1h]))`)).toEqual([0]);
    await store.drop();
  });

  it('knows the trace of a request that was slow or quick', async () => {
    const [line] = lines;
    const { trace } = JSON.parse(line!.message) as { trace: string };
    expect(trace).toMatch(/^[0-9a-f]{32}$/);
    const [address] = programs.addresses;
    const search = new URLSearchParams({
      query: 'http_request_duration_seconds_bucket{service="inventory"}',
      start: String(Date.now() / 1000 - 600),
      end: String(Date.now() / 1000 + 600),
    });
    const response = await fetch(`http://${address}/api/v1/query_exemplars?${search}`);
    const { data } = (await response.json()) as { data: { exemplars: { labels: { trace_id: string } }[] }[] };
    const told = data.flatMap(({ exemplars }) => exemplars.map(({ labels }) => labels.trace_id));
    const traces = new Set(lines.map(({ message }) => JSON.parse(message).trace as string));
    expect(told.length).toBeGreaterThan(0);
    expect(told.filter((id) => !traces.has(id))).toEqual([]);
  });

  it.skipIf(!ALERTMANAGER)(
    'has a webhook called when a queue has dead letters, and when it has none any more',
    async () => {
      const heard: { status: string; alerts: { status: string; labels: Record<string, string> }[] }[] = [];
      const webhook = await serve(async (request) => {
        const chunks: Uint8Array[] = [];
        for await (const chunk of request) chunks.push(chunk);
        heard.push(JSON.parse(Buffer.concat(chunks).toString()));
        return { body: '' };
      });
      const people = filled('alertmanager.yml', { WEBHOOK: `http://${webhook.host}/` })
        .replace('group_wait: 10s', 'group_wait: 0s')
        .replace('group_interval: 5m', 'group_interval: 1s');
      await programs.prometheus(config(await programs.alertmanager(people)));
      const about = (status: string) =>
        heard
          .flatMap(({ alerts }) => alerts)
          .find(({ status: is, labels }) => is === status && labels.alertname === 'DeadLetters');
      await api.send('orders-start-saga-dead');
      await until(() => about('firing'), { what: 'the webhook to be called' });
      expect(about('firing')?.labels).toMatchObject({
        severity: 'page',
        queue: 'orders-start-saga-dead',
        stage: 'test',
      });
      await api.empty('orders-start-saga-dead');
      await until(() => about('resolved'), { what: 'the webhook to hear that it is over' });
      await webhook.close();
    },
  );
});
