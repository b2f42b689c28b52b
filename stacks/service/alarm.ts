/// <reference path="../../.sst/platform/config.d.ts" />
import { alarmActions } from './alarm-topic.ts';
import { pascal } from './names.ts';

interface Alarm {
  /** What it is called in AWS. */
  name: string;
  /** What the one who is woken up reads. */
  description: string;
  namespace: string;
  metric: string;
  dimensions: Record<string, $util.Input<string>>;
  /** `any`: as soon as it happens at all. `none`: when it did not happen in this many minutes. */
  when: 'any' | { noneForMinutes: number };
}

/** An alarm about how often something happens. */
export function alarm({ name, description, namespace, metric, dimensions, when }: Alarm): void {
  const any = when === 'any';
  new aws.cloudwatch.MetricAlarm(`${pascal(name.replace(`${$app.name}-${$app.stage}-`, ''))}Alarm`, {
    name,
    alarmDescription: description,
    namespace,
    metricName: metric,
    dimensions,
    statistic: 'Sum',
    period: any ? 60 : when.noneForMinutes * 60,
    evaluationPeriods: 1,
    threshold: any ? 0 : 1,
    comparisonOperator: any ? 'GreaterThanThreshold' : 'LessThanThreshold',
    treatMissingData: any ? 'notBreaching' : 'breaching',
    ...alarmActions(),
  });
}
