import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { companions, engineFolders, exposedAt, isFree, stopEngine } from '@serverless-orders/localstack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALERTMANAGER, PROMETHEUS, pathOf } from '../../ops/observe/programs.ts';
import { type Started, startAlertmanager, startPrometheus } from '../../ops/observe/start.ts';
import { until } from '../support/engine.ts';

/** Beside no engine, so that it can be ended without one. */
const NAME = 'test-observe';
const folders = engineFolders(NAME);
const hasBoth = Boolean(pathOf(PROMETHEUS) && pathOf(ALERTMANAGER));

/** An API that has metrics and nothing else. */
const api = createServer((request, response) => {
  const isMetrics = request.url === '/local/metrics';
  response.writeHead(isMetrics ? 200 : 404, { 'content-type': 'text/plain; version=0.0.4' });
  response.end(isMetrics ? '# TYPE orders_total counter\norders_total 42\n' : '');
});

beforeAll(() => new Promise<void>((done) => void api.listen(0, '127.0.0.1', done)));
afterAll(async () => {
  api.closeAllConnections();
  api.close();
  await stopEngine(NAME);
  rmSync(folders.root, { recursive: true, force: true });
});

const addressOf = (started: Started): string => {
  if ('skipped' in started) throw new Error(started.skipped);
  return started.address;
};

describe.skipIf(!hasBoth)('npm run observe, where Prometheus and Alertmanager are installed', () => {
  it('scrapes a stage, tells Alertmanager, and leaves nothing when it is stopped', async () => {
    const { port } = api.address() as AddressInfo;
    const observed = {
      folders,
      stage: 'local',
      api: `http://127.0.0.1:${port}/local`,
      webhook: undefined,
    };
    const alertmanager = addressOf(await startAlertmanager(observed));
    const prometheus = addressOf(await startPrometheus(observed));
    // biome-ignore lint/suspicious/noExplicitAny: whatever Prometheus answers
    const ask = async (path: string): Promise<any> =>
      ((await (await fetch(`${prometheus}/api/v1/${path}`)).json()) as { data: unknown }).data;

    const value = await until(
      async () => (await ask(`query?${new URLSearchParams({ query: 'orders_total' })}`)).result[0],
      { what: 'the first scrape' },
    );
    expect(value).toMatchObject({ metric: { stage: 'local' }, value: [expect.anything(), '42'] });
    const told = await until(async () => (await ask('alertmanagers')).activeAlertmanagers[0], {
      what: 'Alertmanager to be known',
    });
    expect(told.url).toBe(`${alertmanager}/api/v2/alerts`);
    expect((await ask('rules')).groups.length).toBeGreaterThan(0);

    const elsewhere = await fetch(`${prometheus}/api/v1/labels`, {
      headers: { origin: 'http://evil.example' },
    });
    expect(elsewhere.headers.get('access-control-allow-origin')).toBeNull();
    const ports = [prometheus, alertmanager].map((address) => Number(new URL(address).port));
    expect(await Promise.all(ports.map(exposedAt))).toEqual([[], []]);

    expect(addressOf(await startPrometheus(observed))).toBe(prometheus);
    expect(companions(folders)).toHaveLength(2);
    expect(await stopEngine(NAME)).toBe(2);
    expect(companions(folders)).toEqual([]);
    expect(await Promise.all(ports.map(isFree))).toEqual([true, true]);
  });
});
