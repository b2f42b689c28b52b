import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import { type Chart, type ChartSeries, STEP_MS } from './charts.ts';
import type { QueueDepth } from './gauges.ts';

interface Asked {
  /** What functions call the metrics of their own by: `<app>/<stage>`. */
  namespace: string;
  /** `<app>-<stage>-` */
  prefix: string;
  /** The address of the state machine. */
  saga: string;
  queues: readonly Pick<QueueDepth, 'short' | 'kind'>[];
}

interface Line {
  name: string;
  namespace: string;
  metric: string;
  dimensions: Record<string, string>;
  stat: string;
  /** What a value is multiplied by: functions write seconds. */
  times?: number;
}

type Plan = Omit<Chart, 'series'> & {
  /** Whether nothing recorded is nothing happened. */
  isSum: boolean;
  lines: Line[];
};

/** Those that answer requests, those that publish, and those that call others by breakers. */
const SERVICES = ['gateway', 'users', 'inventory', 'payments', 'orders', 'registry', 'telemetry'];
const PUBLISHERS = ['users', 'inventory', 'payments', 'orders'];
const CALLERS = ['gateway', 'users', 'payments'];

const PARKED = 'orders-parked';
/** GetMetricData takes so many queries: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const AT_ONCE = 500;

/** What is asked of CloudWatch: metrics of the functions' own by their one dimension, and AWS's. */
export function plans({ namespace, prefix, saga, queues }: Asked): Plan[] {
  const own = (metric: string, services: readonly string[], stat: string, times = 1): Line[] =>
    services.map((service) => ({ name: service, namespace, metric, dimensions: { service }, stat, times }));
  const states = (metric: string, name: string, stat: string): Line => ({
    name,
    namespace: 'AWS/States',
    metric,
    dimensions: { StateMachineArn: saga },
    stat,
  });
  const onQueues = (wanted: (queue: Asked['queues'][number]) => boolean): Line[] =>
    queues.filter(wanted).map(({ short }) => ({
      name: short,
      namespace: 'AWS/SQS',
      metric: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: `${prefix}${short}` },
      stat: 'Maximum',
    }));
  const count = { unit: 'count', isSum: true } as const;
  const messages = { unit: 'messages', isSum: false } as const;
  return [
    {
      id: 'requests',
      title: 'Requests by service',
      ...count,
      lines: own('http_requests_total', SERVICES, 'Sum'),
    },
    {
      id: 'errors',
      title: 'Failed requests by service',
      note: 'Answers of 500 and more.',
      ...count,
      lines: own('http_server_errors_total', SERVICES, 'Sum'),
    },
    {
      id: 'latency',
      title: 'Duration of requests, p95',
      unit: 'ms',
      isSum: false,
      lines: own('http_request_duration_seconds', SERVICES, 'p95', 1000),
    },
    {
      id: 'sagas',
      title: 'Sagas by outcome',
      note: 'Step Functions counts confirmed and cancelled orders alike: as succeeded. Failed ones are parked.',
      ...count,
      lines: [
        states('ExecutionsStarted', 'started', 'Sum'),
        states('ExecutionsSucceeded', 'succeeded', 'Sum'),
        states('ExecutionsFailed', 'failed', 'Sum'),
      ],
    },
    {
      id: 'saga-duration',
      title: 'Duration of sagas, p95',
      unit: 'ms',
      isSum: false,
      lines: [states('ExecutionTime', 'p95', 'p95')],
    },
    { id: 'parked', title: 'Parked orders', ...messages, lines: onQueues(({ short }) => short === PARKED) },
    {
      id: 'queues',
      title: 'Messages on queues',
      ...messages,
      lines: onQueues(({ kind }) => !kind),
    },
    {
      id: 'dead',
      title: 'Dead letters',
      ...messages,
      lines: onQueues(({ short, kind }) => kind !== undefined && short !== PARKED),
    },
    {
      id: 'breakers',
      title: 'Breakers that opened, by caller',
      ...count,
      lines: own('breaker_openings_total', CALLERS, 'Sum'),
    },
    {
      id: 'outbox',
      title: 'How old events were when published, p95',
      unit: 'ms',
      isSum: false,
      lines: own('outbox_lag_seconds', PUBLISHERS, 'p95', 1000),
    },
    {
      id: 'emails',
      title: 'Emails',
      note: 'Sent or not.',
      ...count,
      lines: own('emails_total', ['notifications'], 'Sum'),
    },
  ];
}

/** The charts of the last hour as CloudWatch has them; lines of which it has nothing are left out. */
export async function chartsOfCloudWatch(
  client: Pick<CloudWatchClient, 'send'>,
  asked: Asked,
  minutes: readonly number[],
): Promise<Chart[]> {
  const all = plans(asked);
  const lines = all.flatMap((plan) => plan.lines);
  const values = new Map<Line, Map<number, number>>();
  for (let at = 0; at < lines.length; at += AT_ONCE)
    for (const [line, found] of await ask(client, lines.slice(at, at + AT_ONCE), minutes))
      values.set(line, found);
  return all.map(({ lines: own, isSum, ...chart }) => {
    const known = own.filter((line) => (values.get(line)?.size ?? 0) > 0);
    return {
      ...chart,
      series: known.map((line): ChartSeries => {
        const found = values.get(line)!;
        const value = (minute: number) => {
          const one = found.get(minute);
          return one === undefined ? (isSum ? 0 : null) : one * (line.times ?? 1);
        };
        return { name: line.name, values: minutes.map(value) };
      }),
    };
  });
}

async function ask(
  client: Pick<CloudWatchClient, 'send'>,
  lines: readonly Line[],
  minutes: readonly number[],
) {
  const found = new Map(lines.map((line) => [line, new Map<number, number>()]));
  const MetricDataQueries = lines.map(
    ({ namespace, metric, dimensions, stat }, index): MetricDataQuery => ({
      Id: `m${index}`,
      MetricStat: {
        Metric: {
          Namespace: namespace,
          MetricName: metric,
          Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        },
        Period: STEP_MS / 1000,
        Stat: stat,
      },
    }),
  );
  const time = { StartTime: new Date(minutes[0]!), EndTime: new Date(minutes.at(-1)! + STEP_MS) };
  let NextToken: string | undefined;
  do {
    const page = await client.send(new GetMetricDataCommand({ MetricDataQueries, ...time, NextToken }));
    for (const { Id = '', Timestamps = [], Values = [] } of page.MetricDataResults ?? [])
      for (const [index, at] of Timestamps.entries())
        found.get(lines[Number(Id.slice(1))]!)?.set(at.getTime(), Values[index] ?? 0);
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
}
