import type { AlarmDefinition, Metric } from './definition.ts';

/** The alarms that stand where what they watch is declared: on every stage, on this machine too. */

const MINUTE = 60;

interface Told {
  /** What it is called in AWS, without app and stage. */
  name: string;
  /** What the one who is woken up reads. */
  description: string;
}

/** Rings as soon as a message waits on a queue that people empty; `queue` is its full name. */
export const somethingWaits = ({ queue, ...told }: Told & { queue: string }): AlarmDefinition => ({
  ...told,
  of: {
    namespace: 'AWS/SQS',
    name: 'ApproximateNumberOfMessagesVisible',
    dimensions: { QueueName: queue },
    stat: 'Maximum',
  },
  above: 0,
  period: MINUTE,
  periods: 1,
  inPeriods: 1,
});

/** Rings as soon as something happens at all that never should. */
export const happensAtAll = ({
  namespace,
  metric,
  dimensions,
  ...told
}: Told & Pick<Metric, 'namespace' | 'dimensions'> & { metric: string }): AlarmDefinition => ({
  ...told,
  of: { namespace, name: metric, dimensions, stat: 'Sum' },
  above: 0,
  period: MINUTE,
  periods: 1,
  inPeriods: 1,
});

/** Rings when a function that the clock calls every few minutes is not called any more; `function` is its full name. */
export const goesSilent = ({
  function: name,
  everyMinutes,
  ...told
}: Told & { function: string; everyMinutes: number }): AlarmDefinition => ({
  ...told,
  of: { namespace: 'AWS/Lambda', name: 'Invocations', dimensions: { FunctionName: name }, stat: 'Sum' },
  below: 1,
  period: everyMinutes * MINUTE,
  periods: 4,
  inPeriods: 4,
  onSilence: true,
});
