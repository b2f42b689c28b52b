import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Problem } from '../../functions/contracts/http/problem.ts';
import { METRICS } from '../../functions/contracts/metrics.ts';
import { OPEN } from '../../functions/telemetry/scrape-token.ts';
import { metricsApi, sampleOf } from '../support/metrics-api.ts';
import { PROMTOOL } from '../support/prometheus.ts';

const TOKEN = 'a1b2c3d4e5f6a7b8c9d0';
const HASH = createHash('sha256').update(TOKEN).digest('hex');
const OPENMETRICS = { Accept: 'application/openmetrics-text; version=1.0.0' };

describe('GET /metrics', () => {
  let api: Awaited<ReturnType<typeof metricsApi>>;
  let get: Awaited<ReturnType<(typeof api)['started']>>;

  beforeAll(async () => {
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    api = await metricsApi();
    get = await api.started();
  });
  afterAll(async () => {
    await api.drop();
    vi.restoreAllMocks();
  });
  afterEach(() => {
    process.env.SCRAPE_TOKEN_HASH = OPEN;
  });

  it('tells every metric before anything has happened, at 0', async () => {
    const { statusCode, headers, body } = await get();

    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      'cache-control': 'no-store',
    });
    for (const [name, { type }] of Object.entries(METRICS))
      expect(body).toContain(`# TYPE ${name} ${type}\n`);
    expect(
      sampleOf(body, 'http_requests_total{service="orders",method="POST",path="/orders",status="503"}'),
    ).toBe(0);
    expect(sampleOf(body, 'saga_duration_seconds_bucket{outcome="confirmed",le="30.0"}')).toBe(0);
    expect(
      sampleOf(body, 'events_consumed_total{service="orders",consumer="start-saga",outcome="failed"}'),
    ).toBe(0);
    expect(sampleOf(body, 'revenue_minor_units_total{currency="EUR"}')).toBe(0);
  });

  it.skipIf(!PROMTOOL)(
    'is what promtool takes without a word (skipped where it is not installed)',
    async () => {
      const { body } = await get();
      expect(execFileSync(PROMTOOL!, ['check', 'metrics'], { input: body, encoding: 'utf8' })).toBe('');
    },
  );

  it('comes as OpenMetrics for who asks for it, and HEAD says the same', async () => {
    const answer = await get(OPENMETRICS);
    expect(answer.headers['content-type']).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    expect(answer.body).toMatch(/\n# EOF\n$/);
    const head = await get(OPENMETRICS, 'HEAD');
    expect([head.statusCode, head.headers['content-type']]).toEqual([200, answer.headers['content-type']]);
  });

  it('measures queues: how much is on them, and for how long that was so', async () => {
    const age = 'queue_oldest_message_age_seconds{queue="orders-start-saga-dead"}';
    await api.send('orders-start-saga-dead');
    await api.send('orders-parked');
    const first = (await get()).body;
    expect(sampleOf(first, 'dead_letters{queue="orders-start-saga-dead"}')).toBe(1);
    expect(sampleOf(first, 'queue_messages{queue="orders-start-saga-dead",state="visible"}')).toBe(1);
    expect(sampleOf(first, 'orders_parked')).toBe(1);
    expect(sampleOf(first, 'telemetry_source_up{source="queues"}')).toBe(1);
    expect(sampleOf(first, age)).toBe(0);
    // Another environment goes on with what this one has noted.
    const another = await api.started();
    await vi.waitFor(async () => expect(sampleOf((await another()).body, age)).toBeGreaterThan(0.5), {
      timeout: 10_000,
      interval: 200,
    });
    expect(
      sampleOf((await another()).body, 'queue_oldest_message_age_seconds{queue="orders-start-saga"}'),
    ).toBe(0);
  });

  it('tells the state of every breaker, those included that nothing has happened to', async () => {
    const until = Date.now() + 60_000;
    const open = { name: 'users/b', state: 'OPEN', generation: 1, since: 1, openUntil: until, opens: 1 };
    await api.dynamo.send(new PutItemCommand({ TableName: api.breakers, Item: marshall(open) }));
    const { body } = await get();
    expect(sampleOf(body, 'breaker_state{called="users",called_instance="a",state="CLOSED"}')).toBe(1);
    expect(sampleOf(body, 'breaker_state{called="users",called_instance="b",state="CLOSED"}')).toBe(0);
    expect(sampleOf(body, 'breaker_state{called="users",called_instance="b",state="OPEN"}')).toBe(1);
  });

  it('goes on when something that is measured cannot be read, and says so', async () => {
    const blind = await api.started({ BREAKER_TABLE: 'no-such-table' });
    const { statusCode, body } = await blind();
    expect(statusCode).toBe(200);
    expect(sampleOf(body, 'telemetry_source_up{source="breakers"}')).toBe(0);
    expect(sampleOf(body, 'telemetry_source_up{source="queues"}')).toBe(1);
    expect(body).not.toContain('breaker_state{');
    process.env.BREAKER_TABLE = api.breakers;
  });

  it('tells nothing rather than a part when the counters cannot be read', async () => {
    const { TABLE } = process.env;
    const broken = await api.started({ TABLE: 'no-such-table' });
    const { statusCode, body } = await broken();
    expect(statusCode).toBe(503);
    expect(Problem.parse(JSON.parse(body)).status).toBe(503);
    process.env.TABLE = TABLE;
  });

  it.each([
    ['without a token', HASH, {}, 401],
    ['with another token', HASH, { Authorization: 'Bearer a1b2c3d4e5f6a7b8c9d1' }, 401],
    ['with the token', HASH, { Authorization: `Bearer ${TOKEN}` }, 200],
    ['with any token on a stage that has none', undefined, { Authorization: `Bearer ${TOKEN}` }, 401],
  ])('in AWS, %s', async (_, SCRAPE_TOKEN_HASH, headers, status) => {
    const guarded = await api.started({ SCRAPE_TOKEN_HASH });
    const answer = await guarded(headers);
    expect(answer.statusCode).toBe(status);
    if (status === 401) {
      expect(answer.headers['www-authenticate']).toBe('Bearer');
      expect(answer.body).not.toContain('http_requests_total');
    }
  });
});
