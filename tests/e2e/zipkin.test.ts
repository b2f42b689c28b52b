import { rmSync } from 'node:fs';
import {
  companions,
  engineFolders,
  exposedAt,
  findJava,
  hasMaven,
  isFree,
  stopEngine,
} from '@serverless-orders/localstack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ShopDriver } from '../../ops/shop-driver/shop-driver.ts';
import { showTraces } from '../../ops/traces/viewer.ts';
import type { ZipkinSpan } from '../../ops/traces/zipkin-spans.ts';
import { engineEndpoint, until } from '../support/engine.ts';
import { openDatagrams } from '../support/open-datagrams.ts';
import { shopOutputs } from '../support/outputs.ts';
import { STAGE } from '../support/stage.ts';
import { placeTracedOrders, type TracedOrders } from '../support/traced-orders.ts';
import { causeOf, otlpTrace, type SeenSpan } from '../support/traces.ts';

/** Zipkin is beside no engine here, so that it can be ended without one. */
const NAME = 'test-zipkin';
const folders = engineFolders(NAME);
const hasZipkin = Boolean(await findJava()) && (await hasMaven(process.env));
const show = () => showTraces(folders, engineEndpoint(), { report: () => {} });

/** A span as Zipkin's API gives it: names in lower case, links as tags, and no tags where there are none. */
type Shown = Omit<ZipkinSpan, 'tags'> & Partial<Pick<ZipkinSpan, 'tags'>>;

const linksOf = ({ tags = {} }: Shown): string[] =>
  Object.keys(tags)
    .filter((tag) => tag.startsWith('link.'))
    .sort()
    .map((tag) => tags[tag]!.split('-')[1]!);

afterAll(async () => {
  await stopEngine(NAME);
  rmSync(folders.root, { recursive: true, force: true });
});

describe.skipIf(!hasZipkin)('Zipkin, where there are Java and Maven', () => {
  let address: string;
  let orders: TracedOrders;

  beforeAll(async () => {
    const shop = new ShopDriver(shopOutputs().api);
    const placed = shop.customer(5_000).then((customer) => placeTracedOrders(shop, customer));
    [orders, { address }] = await Promise.all([placed, show()]);
  });

  const zipkinTrace = async (trace: string): Promise<Shown[]> => {
    const response = await fetch(new URL(`/api/v2/trace/${trace}`, address));
    return response.ok ? ((await response.json()) as Shown[]) : [];
  };

  describe.each(['CONFIRMED', 'CANCELLED'] as const)('shows an order that is %s', (status) => {
    /** What functions have told a collector of OTLP, which traces.test.ts holds against the table of hops. */
    let told: SeenSpan[];
    let shown: Shown[];

    beforeAll(async () => {
      const { trace } = orders[status];
      const last = `process shop-${STAGE}-notifications-notify-order`;
      ({ told, shown } = await until(
        async () => {
          const [ours, all] = [await otlpTrace(trace), await zipkinTrace(trace)];
          const ids = new Set(all.map(({ id }) => id));
          const isWhole = ours.some(({ name }) => name === last) && ours.every(({ id }) => ids.has(id));
          return isWhole ? { told: ours, shown: all } : undefined;
        },
        { what: `the trace of the order that is ${status} in Zipkin` },
      ));
    });

    /** As they are in Zipkin; of AWS's own services, which stand between ours, no attributes are taken. */
    const seen = (): SeenSpan[] =>
      shown.map((span) => {
        const ours = told.find(({ id }) => id === span.id);
        const { id, parentId: parent, name, tags = {} } = span;
        return {
          id,
          parent,
          name,
          attributes: ours ? tags : {},
          links: linksOf(span),
          failed: 'error' in tags,
        };
      });

    it('as one trace without an orphan', () => {
      const ids = new Set(shown.map(({ id }) => id));
      const tops = shown.filter(({ parentId }) => parentId === undefined || !ids.has(parentId));
      expect(tops.map(({ parentId }) => parentId)).toEqual([undefined]);
    });

    it('with each span below what caused it, and linked alike', () => {
      const inZipkin = seen();
      const placesOf = (spans: SeenSpan[]) =>
        spans
          .filter(({ id }) => told.some((ours) => ours.id === id))
          .map((span) => ({ id: span.id, cause: causeOf(span, spans)?.id, links: span.links }))
          .toSorted((a, b) => a.id.localeCompare(b.id));
      expect(placesOf(inZipkin)).toEqual(placesOf(told));
      expect(inZipkin.filter(({ links }) => links.length === 2).length).toBeGreaterThan(1);
    });

    it('with each span under the function that recorded it', () => {
      const services = shown
        .filter(({ id }) => told.some((ours) => ours.id === id))
        .map(({ name, localEndpoint }) => [name, localEndpoint.serviceName]);
      for (const [name, service] of services) {
        expect(service).toMatch(new RegExp(`^shop-${STAGE}-[a-z-]+$`));
        if (name?.startsWith('process ')) expect(name).toBe(`process ${service}`);
        if (name?.startsWith('publish ')) expect(service).toMatch(/-publish-outbox$/);
      }
    });
  });

  it('is for this machine alone, and ends with npm stop', async () => {
    const { origin, port } = new URL(address);
    expect((await fetch(address)).headers.get('content-type')).toMatch('text/html');
    const elsewhere = await fetch(`${origin}/api/v2/services`, {
      headers: { origin: 'http://evil.example' },
    });
    expect(elsewhere.headers.get('access-control-allow-origin')).not.toBe('*');
    expect(await exposedAt(Number(port))).toEqual([]);
    const zipkin = companions(folders).find(({ name }) => name === 'zipkin')!;
    expect(openDatagrams(zipkin.pid)).toEqual([]);

    expect((await show()).address).toBe(address);
    expect(companions(folders).map(({ name }) => name)).toEqual(['zipkin-forwarder', 'zipkin']);
    await stopEngine(NAME);
    expect(companions(folders)).toEqual([]);
    expect(await isFree(Number(port))).toBe(true);
  });
});
