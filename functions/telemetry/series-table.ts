import { COUNTED, type CountedName } from '../contracts/metrics.ts';
import { type Key, keyParts, keyText } from '../platform/key.ts';
import { allShards } from '../platform/shards.ts';
import type { Table, Write } from '../platform/table.ts';
import type { Delta, Exemplar } from './deltas.ts';

/** A series: the sum of all that was added since its table was created. */
export type Series = Delta;

const PARTITION = 'SERIES';

const seriesKey = (shard: number, { name, labels }: Pick<Delta, 'name' | 'labels'>): Key => ({
  pk: keyText(PARTITION, shard),
  sk: keyText(name, ...labels),
});

/** Trace, value and time as short text: an item of up to 1 KB costs one write unit. */
const written = ({ traceId, value, at }: Exemplar): string => `${traceId} ${value} ${at}`;

function readExemplar(text: string): Exemplar {
  const [traceId = '', value, at] = text.split(' ');
  return { traceId, value: Number(value), at: Number(at) };
}

/**
 * The write that adds to a series: a single ADD. A histogram is one item with all of its buckets, so that it costs as much as
 * a counter and is never read half changed.
 */
export function addition(delta: Delta, shard: number): Write {
  const adds: Record<string, number> = { n: delta.count };
  if (COUNTED[delta.name].type === 'histogram') {
    adds.us = delta.micros;
    for (const [bucket, times] of delta.buckets) adds[`b${bucket}`] = times;
  }
  const exemplars = [...delta.exemplars].map(([bucket, one]) => [`x${bucket}`, written(one)] as const);
  const fields = [...Object.entries(adds), ...exemplars];
  const list = (names: string[], join: string) => names.map((name) => `#${name}${join}:${name}`).join(', ');
  return {
    update: seriesKey(shard, delta),
    set: [
      exemplars.length > 0
        ? `SET ${list(
            exemplars.map(([name]) => name),
            ' = ',
          )}`
        : '',
      `ADD ${list(Object.keys(adds), ' ')}`,
    ]
      .join(' ')
      .trim(),
    names: Object.fromEntries(fields.map(([name]) => [`#${name}`, name])),
    values: Object.fromEntries(fields.map(([name, value]) => [`:${name}`, value])),
  };
}

/**
 * Every series, summed over its shards. The read is strongly consistent, and fails when a shard cannot be read: otherwise a
 * counter could be lower than in the scrape before.
 */
export async function readSeries(table: Table): Promise<Series[]> {
  const shards = await Promise.all(allShards().map((shard) => readShard(table, shard)));
  const all = new Map<string, Series>();
  for (const item of shards.flat()) merge(all, item);
  return [...all.values()];
}

type Item = { sk: string } & Record<string, unknown>;

async function readShard(table: Table, shard: number): Promise<Item[]> {
  const items: Item[] = [];
  let after: Record<string, unknown> | undefined;
  do {
    const page = await table.query<Item>({
      where: 'pk = :pk',
      values: { ':pk': keyText(PARTITION, shard) },
      after,
    });
    items.push(...page.items);
    after = page.last;
  } while (after);
  return items;
}

function merge(all: Map<string, Series>, item: Item): void {
  const [name = '', ...labels] = keyParts(item.sk);
  // A metric that only an earlier or a later deployment has stays in the table and is not shown.
  if (!Object.hasOwn(COUNTED, name)) return;
  const series = all.get(item.sk) ?? {
    name: name as CountedName,
    labels,
    count: 0,
    micros: 0,
    buckets: new Map(),
    exemplars: new Map(),
  };
  all.set(item.sk, series);
  series.count += Number(item.n ?? 0);
  series.micros += Number(item.us ?? 0);
  for (const [field, value] of Object.entries(item)) {
    const [, kind, index] = /^([bx])(\d+)$/.exec(field) ?? [];
    const bucket = Number(index);
    if (kind === 'b') series.buckets.set(bucket, (series.buckets.get(bucket) ?? 0) + Number(value));
    if (kind === 'x') {
      const exemplar = readExemplar(String(value));
      if (exemplar.at >= (series.exemplars.get(bucket)?.at ?? 0)) series.exemplars.set(bucket, exemplar);
    }
  }
}
