import { listBreakers } from '@serverless-orders/resilience/breaker';
import type { StageQueue } from '../../../ops/dead-letters/waiting-queues.ts';
import type { Stage } from '../stage.ts';
import { type Chart, type Sample, STEP_MS, STEPS, seriesOf } from './charts.ts';

type GaugeChart = 'queues' | 'dead' | 'breakers';

/** How much is on a queue; one that a consumer empties has no kind. */
export type QueueDepth = Pick<StageQueue, 'short' | 'kind' | 'count'>;

const PARKED = 'orders-parked';

/** What can be measured only now, as it was whenever it was measured: nobody keeps it. */
export class GaugeHistory {
  #samples: (Sample & { chart: GaugeChart })[] = [];

  add(queues: readonly QueueDepth[], breakers: Readonly<Record<string, number>>, now = Date.now()): void {
    this.#samples.push(
      ...queues.map(({ short, kind, count }) => ({
        at: now,
        name: short,
        chart: kind ? ('dead' as const) : ('queues' as const),
        value: count,
      })),
      ...Object.entries(breakers).map(([name, value]) => ({
        at: now,
        name,
        chart: 'breakers' as const,
        value,
      })),
    );
    this.#samples = this.#samples.filter(({ at }) => at > now - (STEPS + 1) * STEP_MS);
  }

  /** When the oldest was measured that is still kept. */
  get since(): number | undefined {
    return this.#samples[0]?.at;
  }

  charts(minutes: readonly number[], note: string): Chart[] {
    const of = (chart: GaugeChart) => this.#samples.filter((sample) => sample.chart === chart);
    const dead = of('dead');
    const parked = dead.filter(({ name }) => name === PARKED);
    return [
      {
        id: 'parked',
        title: 'Parked orders',
        unit: 'messages',
        note,
        series: seriesOf(parked, minutes, 'last'),
      },
      {
        id: 'queues',
        title: 'Messages on queues',
        unit: 'messages',
        note,
        series: told(of('queues'), minutes),
      },
      {
        id: 'dead',
        title: 'Dead letters',
        unit: 'messages',
        note,
        series: told(
          dead.filter(({ name }) => name !== PARKED),
          minutes,
        ),
      },
      {
        id: 'breakers',
        title: 'Breakers that are not closed',
        unit: 'count',
        note,
        series: seriesOf(of('breakers'), minutes, 'last'),
      },
    ];
  }
}

/** All queues in one line, and each of which there was something by itself: a stage has some thirty, and most are empty. */
function told(samples: readonly Sample[], minutes: readonly number[]) {
  const all = [...Map.groupBy(samples, ({ at }) => at)].map(([at, own]) => ({
    at,
    name: 'all',
    value: own.reduce((total, { value }) => total + value, 0),
  }));
  const busy = new Set(samples.filter(({ value }) => value > 0).map(({ name }) => name));
  return seriesOf([...all, ...samples.filter(({ name }) => busy.has(name))], minutes, 'last', ['all']);
}

/** How many breakers are in each state but closed. */
export async function breakersNotClosed(stage: Stage): Promise<Record<string, number>> {
  const { name: table } = await stage.table('Breaker');
  const views = await listBreakers({ table, client: stage.dynamodb });
  const of = (wanted: string) => views.filter(({ state }) => state === wanted).length;
  return { open: of('OPEN'), 'half open': of('HALF_OPEN') };
}
