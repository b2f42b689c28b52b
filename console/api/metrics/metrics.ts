import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { z } from 'zod';
import { stageQueues } from '../../../ops/dead-letters/waiting-queues.ts';
import { APP } from '../../../ops/stage/access.ts';
import { read } from '../endpoint.ts';
import { functionLogs } from '../logs.ts';
import type { Stage } from '../stage.ts';
import { type Chart, minutesUntil } from './charts.ts';
import { chartsOfCloudWatch } from './cloudwatch.ts';
import { chartsOfLines } from './from-lines.ts';
import { breakersNotClosed, GaugeHistory } from './gauges.ts';
import { LineHistory } from './line-history.ts';
import { executionsSince, sagaTimes } from './saga-times.ts';

/** What was read sooner ago is shown again (ms): the logs of a hundred functions are not looked at more often. */
const FRESH_MS = { here: 10_000, inAws: 60_000 };

interface Shown {
  /** RFC 3339: the beginning of each minute that is shown. */
  minutes: string[];
  /** Where it comes from, and what it covers. */
  covers: string;
  charts: Chart[];
  /** When it was read. */
  at: string;
  /** When it is worth asking again (ms). */
  againMs: number;
}

/** What the stage's metrics tell of the last hour, by the minute. */
export const metrics = read({
  input: z.object({}),
  run: (stage) => historyOf(stage).shown(),
});

/** The metrics of a stage; what only the present tells is kept for as long as the console's server runs. */
class MetricsHistory {
  readonly #stage: Stage;
  readonly #lines = new LineHistory();
  readonly #gauges = new GaugeHistory();
  #last: { at: number; shown: Promise<Shown> } | undefined;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  shown(now = Date.now()): Promise<Shown> {
    const freshMs = this.#stage.isLocal ? FRESH_MS.here : FRESH_MS.inAws;
    if (this.#last && now - this.#last.at < freshMs) return this.#last.shown;
    const shown = this.#stage.isLocal ? this.#here(now) : this.#inAws(now);
    this.#last = { at: now, shown };
    shown.catch(() => {
      this.#last = undefined;
    });
    return shown;
  }

  async #here(now: number): Promise<Shown> {
    const stage = this.#stage;
    const minutes = minutesUntil(now);
    const [queues, breakers, executions] = await Promise.all([
      stageQueues(stage.sqs, stage.access),
      breakersNotClosed(stage),
      stage.sagas().then(({ machines }) => executionsSince(stage.sfn, machines.saga, minutes[0]!)),
      functionLogs(stage).then((logs) => this.#lines.update(logs, now)),
    ]);
    this.#gauges.add(queues, breakers, now);
    const since = new Date(this.#gauges.since ?? now).toLocaleTimeString('en-GB');
    const charts = [
      ...chartsOfLines(this.#lines.lines(), minutes),
      sagaTimes(executions, minutes),
      ...this.#gauges.charts(
        minutes,
        `Nobody keeps it: measured here, since ${since}, while this page was open.`,
      ),
    ];
    return this.#told(now, {
      charts,
      covers:
        'From the lines of metrics in the logs of the functions, those of which CloudWatch makes its metrics in AWS.',
      againMs: FRESH_MS.here,
    });
  }

  async #inAws(now: number): Promise<Shown> {
    const stage = this.#stage;
    const { name, access } = stage;
    const [queues, { machines }] = await Promise.all([stageQueues(stage.sqs, access), stage.sagas()]);
    const charts = await chartsOfCloudWatch(
      new CloudWatchClient(access.config),
      { namespace: `${APP}/${name}`, prefix: access.prefix, saga: machines.saga, queues },
      minutesUntil(now),
    );
    return this.#told(now, {
      charts,
      covers: 'From CloudWatch, which has a minute some minutes after it is over.',
      againMs: FRESH_MS.inAws,
    });
  }

  #told(now: number, { charts, ...rest }: Pick<Shown, 'charts' | 'covers' | 'againMs'>): Shown {
    const order = ORDER.flatMap((id) => charts.find((chart) => chart.id === id) ?? []);
    return {
      ...rest,
      charts: order,
      minutes: minutesUntil(now).map((at) => new Date(at).toISOString()),
      at: new Date(now).toISOString(),
    };
  }
}

/** Charts in the order in which somebody looks for what is wrong. */
const ORDER = [
  'requests',
  'errors',
  'latency',
  'sagas',
  'saga-duration',
  'parked',
  'queues',
  'dead',
  'breakers',
  'outbox',
  'emails',
];

const histories = new WeakMap<Stage, MetricsHistory>();

function historyOf(stage: Stage): MetricsHistory {
  const known = histories.get(stage) ?? new MetricsHistory(stage);
  histories.set(stage, known);
  return known;
}
