import type { AlarmDefinition, Computed, Metric } from './definition.ts';

/** Statistics that CloudWatch takes as `statistic`; any other is an extended one, such as `p99`. */
const STATISTICS = ['Average', 'Maximum', 'Minimum', 'SampleCount', 'Sum'];

const isComputed = (of: Metric | Computed): of is Computed => 'expression' in of;

/**
 * An alarm as `aws.cloudwatch.MetricAlarm` takes it, but for its actions. One on silence leaves missing data missing: every alarm begins
 * with INSUFFICIENT_DATA, and goes back there when all that it looks at is missing. As breaching, missing data would ring on every
 * new stage. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function alarmInputs(definition: AlarmDefinition, prefix: string) {
  const { of, above, below, period } = definition;
  return {
    name: `${prefix}${definition.name}`,
    alarmDescription: definition.description,
    comparisonOperator: above === undefined ? 'LessThanThreshold' : 'GreaterThanThreshold',
    threshold: above ?? below,
    evaluationPeriods: definition.periods,
    datapointsToAlarm: definition.inPeriods,
    treatMissingData: definition.onSilence ? 'missing' : 'notBreaching',
    ...(isComputed(of) ? { metricQueries: queries(of, period) } : single(of, period)),
  };
}

const single = ({ namespace, name, dimensions, stat }: Metric, period: number) => ({
  namespace,
  metricName: name,
  dimensions,
  period,
  ...(STATISTICS.includes(stat)
    ? { statistic: stat }
    : { extendedStatistic: stat, evaluateLowSampleCountPercentiles: 'ignore' }),
});

const queries = ({ metrics, expression }: Computed, period: number) => [
  { id: 'value', expression, label: 'value', returnData: true },
  ...Object.entries(metrics).map(([id, { namespace, name, dimensions, stat }]) => ({
    id,
    returnData: false,
    metric: { namespace, metricName: name, dimensions, period, stat },
  })),
];
