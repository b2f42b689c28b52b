import type { MetricLine } from '../../../functions/telemetry/metric-line.ts';
import { type Chart, type Sample, seriesOf } from './charts.ts';

/** One series of a line. */
interface Entry {
  at: number;
  name: string;
  labels: readonly string[];
  value: number | readonly number[];
}

/** What functions have recorded, as charts: from the lines of their logs of which CloudWatch makes its metrics in AWS. */
export function chartsOfLines(lines: readonly MetricLine[], minutes: readonly number[]): Chart[] {
  const entries = lines.flatMap(({ at, series }) => series.map((one): Entry => ({ at, ...one })));
  const of = (name: string) => entries.filter((entry) => entry.name === name);
  const requests = of('http_requests_total');
  const services = [...new Set(requests.map(({ labels: [service = ''] }) => service))].sort();
  const steps = of('saga_step_duration_seconds');
  return [
    {
      id: 'requests',
      title: 'Requests by service',
      unit: 'count',
      series: seriesOf(
        counted(requests, ([service]) => service),
        minutes,
        'sum',
      ),
    },
    {
      id: 'errors',
      title: 'Failed requests by service',
      note: 'Answers of 500 and more.',
      unit: 'count',
      series: seriesOf(
        counted(requests, ([service, , , status]) => (Number(status) >= 500 ? service : undefined)),
        minutes,
        'sum',
        services,
      ),
    },
    {
      id: 'latency',
      title: 'Duration of requests, p95',
      unit: 'ms',
      series: seriesOf(
        measured(of('http_request_duration_seconds'), ([service]) => service),
        minutes,
        'p95',
      ),
    },
    {
      id: 'sagas',
      title: 'Sagas by outcome',
      unit: 'count',
      series: seriesOf(
        [...counted(steps, outcomeOf), ...counted(of('sagas_parked_total'), () => 'parked')],
        minutes,
        'sum',
        ['confirmed', 'cancelled', 'parked'],
      ),
    },
    {
      id: 'outbox',
      title: 'How old events were when published, p95',
      unit: 'ms',
      series: seriesOf(
        measured(of('outbox_lag_seconds'), ([service]) => service),
        minutes,
        'p95',
      ),
    },
    {
      id: 'emails',
      title: 'Emails',
      unit: 'count',
      series: seriesOf(
        counted(of('emails_total'), ([outcome]) => outcome),
        minutes,
        'sum',
        ['sent'],
      ),
    },
  ];
}

type Named = (labels: readonly string[]) => string | undefined;

/** Settled orders: the last step of either way that has succeeded. */
const outcomeOf: Named = ([, step, outcome]) =>
  outcome !== 'ok'
    ? undefined
    : step === 'ConfirmOrder'
      ? 'confirmed'
      : step === 'CancelOrder'
        ? 'cancelled'
        : undefined;

const counted = (entries: readonly Entry[], named: Named): Sample[] =>
  entries.flatMap(({ at, labels, value }) => {
    const name = named(labels);
    return name === undefined ? [] : [{ at, name, value: typeof value === 'number' ? value : value.length }];
  });

const measured = (entries: readonly Entry[], named: Named): Sample[] =>
  entries.flatMap(({ at, labels, value }) => {
    const name = named(labels);
    if (name === undefined || typeof value === 'number') return [];
    return value.map((seconds) => ({ at, name, value: Math.round(seconds * 1e6) / 1e3 }));
  });
