import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COUNTED, METRICS, SAGA_STEPS, SERVICE_CALLS } from '../contracts/metrics.ts';
import { labelSets } from './label-sets.ts';
import { deployedQueues, describeQueues, labelsOf } from './queues.ts';

const functions = new URL('../', import.meta.url);
const filesOf = (service: string, kind: string) => {
  try {
    return readdirSync(new URL(`${service}/${kind}/`, functions)).filter((file) =>
      /^[a-z-]+\.ts$/.test(file),
    );
  } catch {
    return [];
  }
};
const services = readdirSync(functions).filter((name) => name !== 'platform' && name !== 'contracts');
const pascal = (file: string) =>
  file.replace('.ts', '').replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());

const sets = new Map(
  labelSets({
    instances: [{ service: 'users', instance: 'a' }],
    consumers: [{ service: 'orders', consumer: 'start-saga' }],
    publishers: ['orders'],
    currency: 'EUR',
  }),
);

describe('the series that begin at 0', () => {
  it('are of every metric that is counted', () => {
    expect([...sets.keys()].sort()).toEqual(Object.keys(COUNTED).sort());
  });

  it.each([...sets])('of %s have all of its labels, and come once', (name, all) => {
    for (const set of all) expect(set).toHaveLength(METRICS[name]!.labels.length);
    expect(new Set(all.map((set) => set.join('\n'))).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(0);
  });

  it('have for requests every operation and status of the API document', () => {
    const of = (path: string) =>
      sets
        .get('http_requests_total')!
        .filter((set) => set[2] === path)
        .map(([service, method, , status]) => `${service} ${method} ${status}`);
    expect(of('/orders').sort()).toEqual(
      [
        ...['200', '400', '401', '403', '429', '503'].flatMap((status) => [
          `orders GET ${status}`,
          `orders HEAD ${status}`,
        ]),
        'orders OPTIONS 204',
        ...['201', '400', '401', '403', '409', '413', '415', '422', '429', '503'].map(
          (status) => `orders POST ${status}`,
        ),
        'orders other 405',
      ].sort(),
    );
    expect(of('/rpc/{service}/{method}')).toContain('gateway POST 501');
    expect(of('/metrics')).toContain('telemetry GET 401');
  });

  it('have every step of the saga', () => {
    const steps = services.map((service) => [service, filesOf(service, 'saga').map(pascal).sort()] as const);
    expect(Object.fromEntries(steps.filter(([, all]) => all.length > 0))).toEqual(
      Object.fromEntries(Object.entries(SAGA_STEPS).map(([service, all]) => [service, all.toSorted()])),
    );
  });

  it('have every call between services that a stack allows', () => {
    const stacks = readdirSync(new URL('../../stacks', import.meta.url), {
      recursive: true,
      encoding: 'utf8',
    })
      .filter((file) => file.endsWith('.ts') && !file.startsWith('service/'))
      .map((file) => readFileSync(new URL(`../../stacks/${file}`, import.meta.url), 'utf8'));
    const called = stacks.flatMap((text) => {
      const service = /new Service\('(\w+)'/.exec(text)?.[1];
      return [...text.matchAll(/calling\(\s*\[([^\]]+)\]/g)].flatMap(([, list = '']) =>
        [...list.matchAll(/'(\w+)'/g)].map(([, name]) => `${service} ${name}`),
      );
    });
    const declared = Object.entries(SERVICE_CALLS).flatMap(([service, all]) =>
      all.map((name) => `${service} ${name}`),
    );
    expect(declared).toEqual(expect.arrayContaining([...new Set(called)]));
    expect(called.length).toBeGreaterThan(5);
  });

  it('have no label that names an order or a user', () => {
    const labels = new Set(Object.values(METRICS).flatMap((metric) => metric.labels));
    expect([...labels].filter((label) => /order|user|customer|email|sku|id$/i.test(label))).toEqual([]);
  });

  it('are of metrics that docs/metrics.md lists with these labels', () => {
    const page = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');
    const rows = page.split('\n').filter((line) => line.startsWith('| `'));
    for (const [name, { labels }] of Object.entries(METRICS))
      expect(
        rows
          .find((row) => row.includes(`\`${name}\``))
          ?.split('|')[2]
          ?.trim(),
      ).toBe(labels.join(', '));
  });

  it('are few enough for one answer', () => {
    const samples = [...sets].map(([name, all]) => {
      const metric = METRICS[name]!;
      return all.length * (metric.type === 'histogram' ? metric.buckets.length + 3 : 1);
    });
    expect(samples.reduce((sum, one) => sum + one, 0)).toBeLessThan(5_000);
  });
});

describe('the queues of a stage', () => {
  const queues = [
    { name: 'orders-start-saga', isOperatorQueue: false },
    { name: 'orders-start-saga-dead', isOperatorQueue: true },
    { name: 'orders-publish-outbox-failed', isOperatorQueue: true },
  ];

  it('come through the environment', () => {
    expect(deployedQueues(describeQueues(queues))).toEqual(queues);
  });

  it('tell consumers and publishers', () => {
    expect(labelsOf(queues)).toEqual({
      consumers: [{ service: 'orders', consumer: 'start-saga' }],
      publishers: ['orders'],
    });
  });
});
