import { METRICS } from '../contracts/metrics.ts';
import type { Exemplar } from './deltas.ts';
import type { Series } from './series-table.ts';

/** A series that is measured during the scrape: a gauge. */
export interface Measured {
  name: string;
  labels: readonly string[];
  value: number;
}

/** Which of the two text formats is wanted. */
export type Format = 'prometheus' | 'openmetrics';

/** The media types of both (https://prometheus.io/docs/instrumenting/exposition_formats/, and OpenMetrics 1.0). */
export const MEDIA_TYPES: Record<Format, string> = {
  prometheus: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

/**
 * The format that an Accept header asks for: OpenMetrics when it is named and no other is preferred, as Prometheus does. A
 * browser, curl and a client that accepts anything get plain text.
 */
export function formatFor(accept = ''): Format {
  const quality = (type: string) =>
    Math.max(
      0,
      ...accept.split(',').flatMap((range) => {
        const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
        if (name !== type) return [];
        const version = parameters.find((parameter) => parameter.startsWith('version='));
        if (type.endsWith('openmetrics-text') && version && !/^version="?(1\.0\.0|0\.0\.1)"?$/.test(version))
          return [];
        const q = parameters.find((parameter) => parameter.startsWith('q='));
        return [q ? Number(q.slice(2)) || 0 : 1];
      }),
    );
  const open = quality('application/openmetrics-text');
  return open > 0 && open >= quality('text/plain') ? 'openmetrics' : 'prometheus';
}

/**
 * A number as both formats take it, and always with a point where it is a bound: `le="1.0"` is one series in both, `le="1"` another.
 */
const bound = (value: number): string => (Number.isInteger(value) ? `${value}.0` : String(value));

const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

const labelled = (names: readonly string[], values: readonly string[], more = ''): string => {
  const pairs = names.map((name, index) => `${name}="${escaped(values[index] ?? '')}"`);
  const all = more ? [...pairs, more] : pairs;
  return all.length > 0 ? `{${all.join(',')}}` : '';
};

const exemplarText = (exemplar: Exemplar | undefined): string =>
  exemplar ? ` # {trace_id="${exemplar.traceId}"} ${exemplar.value} ${(exemplar.at / 1000).toFixed(3)}` : '';

interface Written {
  counted: readonly Series[];
  measured: readonly Measured[];
  format: Format;
}

/** All series as text, in the order of the contract. */
export function exposition({ counted, measured, format }: Written): string {
  const series = Map.groupBy(counted, ({ name }) => name as string);
  const gauges = Map.groupBy(measured, ({ name }) => name);
  const lines = Object.entries(METRICS).flatMap(([name, { type, help }]) => {
    const family = type === 'counter' && format === 'openmetrics' ? name.replace(/_total$/, '') : name;
    const samples =
      type === 'gauge'
        ? (gauges.get(name) ?? []).map(gaugeLine)
        : (series.get(name) ?? []).flatMap((one) => seriesLines(one, format));
    return samples.length > 0 ? [`# HELP ${family} ${help}`, `# TYPE ${family} ${type}`, ...samples] : [];
  });
  return `${[...lines, ...(format === 'openmetrics' ? ['# EOF'] : [])].join('\n')}\n`;
}

const gaugeLine = ({ name, labels, value }: Measured): string =>
  `${name}${labelled(METRICS[name]!.labels, labels)} ${value}`;

function seriesLines({ name, labels, count, micros, buckets, exemplars }: Series, format: Format): string[] {
  const metric = METRICS[name]!;
  const own = labelled(metric.labels, labels);
  if (metric.type !== 'histogram') return [`${name}${own} ${count}`];
  let sum = 0;
  const bounds = [...metric.buckets.map(bound), '+Inf'];
  return [
    ...bounds.map((le, index) => {
      sum += buckets.get(index) ?? 0;
      const exemplar = format === 'openmetrics' ? exemplarText(exemplars.get(index)) : '';
      return `${name}_bucket${labelled(metric.labels, labels, `le="${le}"`)} ${sum}${exemplar}`;
    }),
    `${name}_sum${own} ${micros / 1e6}`,
    `${name}_count${own} ${count}`,
  ];
}
