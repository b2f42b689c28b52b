import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metricLines } from '../../functions/platform/metrics/emf.ts';
import { count, observe, takeRecorded } from '../../functions/platform/metrics/recorder.ts';
import { Table } from '../../functions/platform/table.ts';
import { CounterRepository } from '../../functions/telemetry/counter-repository.ts';
import { readLogBatch } from '../../functions/telemetry/log-batch.ts';
import { readMetricLine } from '../../functions/telemetry/metric-line.ts';
import { readSeries } from '../../functions/telemetry/series-table.ts';
import { clientConfig } from '../support/engine.ts';
import { type LogLine, logBatch } from '../support/log-batch.ts';
import { serviceTable } from '../support/service-table.ts';

/** A request as an invocation has recorded it. */
interface Sent {
  path: string;
  status: string;
  seconds: number;
}

const lineOf = ({ path, status, seconds }: Sent): LogLine => {
  count('http_requests_total', { service: 'orders', method: 'GET', path, status });
  observe('http_request_duration_seconds', { service: 'orders', method: 'GET', path }, seconds);
  const [message] = metricLines(takeRecorded(), { namespace: 'shop', service: 'orders' });
  // Lines of some streams of time: those that share a moment are claimed together.
  return { id: randomUUID(), timestamp: 1_795_800_000_000 + Math.round(seconds * 3_000), message: message! };
};

/** The environment of the function that counts ends in the middle of what it does. */
class Killed extends Error {}

/** A table that takes so many writes, and whose caller is then gone: before the next one, or before it hears of it. */
class DeadlyTable extends Table {
  readonly #writes: { left: number; heard: boolean };

  constructor(name: string, client: DynamoDBClient, left: number, heard: boolean) {
    super(name, client);
    this.#writes = { left, heard };
  }

  override async write(...args: Parameters<Table['write']>): Promise<void> {
    if (this.#writes.left <= 0 && !this.#writes.heard) throw new Killed();
    await super.write(...args);
    this.#writes.left -= 1;
    if (this.#writes.left < 0) throw new Killed();
  }
}

const linesOf = (batch: unknown) =>
  readLogBatch(batch).flatMap(({ id, moment, message }) => {
    const line = readMetricLine(message);
    return line ? [{ id, moment, line }] : [];
  });

/** What stands in the table, by series, without what the counting tells of itself. */
async function standing(table: Table) {
  const series = await readSeries(table);
  const sums = series.map(({ name, labels, count: times, micros, buckets }) => [
    [name, ...labels].join(' '),
    { times, micros, buckets: Object.fromEntries([...buckets].sort()) },
  ]);
  return Object.fromEntries(sums) as Record<string, { times: number; micros: number }>;
}

const sentSum = (sent: readonly Sent[]) => {
  const sums: Record<string, number> = {};
  for (const { path, status } of sent) {
    const key = `http_requests_total orders GET ${path} ${status}`;
    sums[key] = (sums[key] ?? 0) + 1;
  }
  return sums;
};

const request = fc.record({
  path: fc.constantFrom('/orders', '/orders/{id}', '/products'),
  status: fc.constantFrom('200', '404', '503'),
  seconds: fc.double({ min: 0, max: 12, noNaN: true }),
});

/** How lines are delivered: in which batches, each how often, in which order, and where its environment is killed. */
const delivery = fc.record({
  requests: fc.array(request, { minLength: 1, maxLength: 30 }),
  sizes: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 10 }),
  again: fc.array(fc.integer({ min: 0, max: 29 }), { maxLength: 15 }),
  order: fc.infiniteStream(fc.nat(1_000)),
  killed: fc.array(fc.record({ after: fc.integer({ min: 0, max: 2 }), heard: fc.boolean() }), {
    maxLength: 3,
  }),
});

describe('lines of metrics in the log, by what stands in the table of counters', () => {
  let store: Awaited<ReturnType<typeof serviceTable>>;
  const client = new DynamoDBClient(clientConfig());

  beforeAll(async () => {
    store = await serviceTable();
  });
  afterAll(() => store.drop());

  /** What a delivery adds, whatever else is in the table. */
  async function added(deliver: () => Promise<unknown>): Promise<Record<string, number>> {
    const before = await standing(store.table);
    await deliver();
    const after = await standing(store.table);
    return Object.fromEntries(
      Object.entries(after)
        .map(([key, { times }]) => [key, times - (before[key]?.times ?? 0)] as const)
        .filter(([, times]) => times !== 0),
    );
  }

  it('are counted once, whatever is delivered twice, out of order, in other parts, and cut short', async () => {
    const deliver = async ({
      requests,
      sizes,
      again,
      order,
      killed,
    }: {
      requests: Sent[];
      sizes: number[];
      again: number[];
      order: Iterator<number>;
      killed: { after: number; heard: boolean }[];
    }) => {
      const lines = requests.map(lineOf);
      const all = [...lines, ...again.flatMap((index) => lines[index] ?? [])];
      const next = () => order.next().value as number;
      const shuffled = all
        .map((line) => ({ line, at: next() }))
        .sort((a, b) => a.at - b.at)
        .map(({ line }) => line);
      const batches: LogLine[][] = [];
      for (let at = 0, index = 0; at < shuffled.length; index += 1) {
        const size = sizes[index % sizes.length]!;
        batches.push(shuffled.slice(at, at + size));
        at += size;
      }
      for (const { after, heard } of killed) {
        const table = new DeadlyTable(store.name, client, after, heard);
        const dying = new CounterRepository({ table, shard: 3 });
        for (const batch of batches)
          await dying.add(linesOf(logBatch(batch))).catch((thrown) => {
            if (!(thrown instanceof Killed)) throw thrown;
          });
      }
      const counters = new CounterRepository({ table: store.table });
      for (const batch of batches) await counters.add(linesOf(logBatch(batch)));
    };
    await fc.assert(
      fc.asyncProperty(delivery, async (one) => {
        const sums = await added(() => deliver({ ...one, order: one.order[Symbol.iterator]() }));
        const requests = Object.fromEntries(
          Object.entries(sums).filter(([key]) => key.startsWith('http_requests_total ')),
        );
        expect(requests).toEqual(sentSum(one.requests));
        expect(sums['telemetry_lines_total counted']).toBe(one.requests.length);
      }),
      { numRuns: 25, interruptAfterTimeLimit: 60_000 },
    );
  });

  it('are counted once by several environments at once, each of which has them all', async () => {
    const sent = Array.from({ length: 12 }, (_, index) => ({
      path: '/at-once',
      status: '200',
      seconds: index / 10,
    }));
    const batch = logBatch(sent.map(lineOf));
    const sums = await added(() =>
      Promise.all(
        Array.from({ length: 4 }, () =>
          new CounterRepository({ table: store.table, shard: 5 })
            .add(linesOf(batch))
            // A busy table leaves a batch to be delivered again.
            .catch(() => new CounterRepository({ table: store.table }).add(linesOf(batch))),
        ),
      ),
    );
    expect(sums).toEqual({
      ...sentSum(sent),
      'http_request_duration_seconds orders GET /at-once': 12,
      'telemetry_lines_total counted': 12,
    });
  });

  it('may be more than one transaction takes', async () => {
    const sent = Array.from({ length: 230 }, (_, index) => ({
      path: `/many/${index % 90}`,
      status: '200',
      seconds: 0.2,
    }));
    const lines = sent.map(lineOf);
    const sums = await added(() =>
      new CounterRepository({ table: store.table }).add(linesOf(logBatch(lines))),
    );
    expect(sums['telemetry_lines_total counted']).toBe(230);
    expect(sums).toMatchObject(sentSum(sent));
  });

  it('hold sum, count and buckets of a histogram in one item', async () => {
    const sent = [0.004, 0.005, 0.006, 1, 11].map((seconds) => ({ path: '/slow', status: '200', seconds }));
    await new CounterRepository({ table: store.table, shard: 1 }).add(linesOf(logBatch(sent.map(lineOf))));
    await new CounterRepository({ table: store.table, shard: 2 }).add(linesOf(logBatch(sent.map(lineOf))));
    const items = (await store.scan()).filter(
      ({ sk }) => String(sk).includes('duration') && String(sk).endsWith('/slow'),
    );
    expect(items).toHaveLength(2);
    expect((await standing(store.table))['http_request_duration_seconds orders GET /slow']).toEqual({
      times: 10,
      micros: 24_030_000,
      buckets: { 0: 4, 1: 2, 7: 2, 11: 2 },
    });
  });

  it('do not stand in the way of each other: what cannot be counted is refused, alone', async () => {
    const good = lineOf({ path: '/good', status: '200', seconds: 1 });
    const broken = JSON.parse(good.message);
    const messages = [
      '{"_aws":',
      JSON.stringify({ ...broken, series: 'none' }),
      JSON.stringify({ ...broken, series: [['no_such_metric', [], 1]] }),
      JSON.stringify({ ...broken, series: [['http_requests_total', ['one label'], 1]] }),
      JSON.stringify({ ...broken, series: [['emails_total', ['sent'], -1]] }),
      JSON.stringify({ ...broken, series: [['emails_total', ['sent'], 1.5]] }),
      JSON.stringify({ ...broken, series: [['emails_total', [''], 1]] }),
      JSON.stringify({ ...broken, series: [['emails_total', ['x'.repeat(3_000)], 1]] }),
      JSON.stringify({ ...broken, series: [['emails_total', ['sent'], [1]]] }),
      JSON.stringify({ ...broken, series: [['orders_total', ['placed'], 1]] }),
      JSON.stringify({ level: 'ERROR', message: 'somebody has sent {"_aws":{}}' }),
    ];
    const batch = logBatch([...messages.map((message) => ({ id: randomUUID(), message })), good]);
    const sums = await added(() => new CounterRepository({ table: store.table }).add(linesOf(batch)));
    expect(sums).toEqual({
      'http_requests_total orders GET /good 200': 1,
      'http_request_duration_seconds orders GET /good': 1,
      'telemetry_lines_total counted': 1,
      'telemetry_lines_total refused': 9,
    });
  });

  it('are no lines of a control message', () => {
    expect(readLogBatch(logBatch([{ id: '1', message: 'CWL CONTROL MESSAGE' }], 'CONTROL_MESSAGE'))).toEqual(
      [],
    );
  });

  it('are told by the latest trace of each bucket', async () => {
    const traced = (traceId: string, now: number) => {
      observe('saga_step_duration_seconds', { service: 'orders', step: 'ConfirmOrder', outcome: 'ok' }, 0.02);
      const [message] = metricLines(takeRecorded(), { namespace: 'shop', service: 'orders', traceId, now });
      return { id: randomUUID(), message: message! };
    };
    const [old, young] = ['a', 'b'].map((digit) => digit.repeat(32)) as [string, string];
    await new CounterRepository({ table: store.table, shard: 6 }).add(
      linesOf(logBatch([traced(young, 2_000)])),
    );
    await new CounterRepository({ table: store.table, shard: 7 }).add(
      linesOf(logBatch([traced(old, 1_000)])),
    );
    const series = (await readSeries(store.table)).find(({ name }) => name === 'saga_step_duration_seconds');
    expect(series?.exemplars.get(2)).toEqual({ traceId: young, value: 0.02, at: 2_000 });
  });
});
