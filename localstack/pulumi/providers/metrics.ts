import { defineKind, type Kinds } from './kind.ts';
import { pascal, tagList } from './shape.ts';

interface Alarm {
  name: string;
  alarmDescription?: string;
  comparisonOperator: string;
  evaluationPeriods: number;
  datapointsToAlarm?: number;
  threshold?: number;
  metricName?: string;
  namespace?: string;
  period?: number;
  statistic?: string;
  extendedStatistic?: string;
  unit?: string;
  dimensions?: Record<string, string>;
  treatMissingData?: string;
  evaluateLowSampleCountPercentiles?: string;
  actionsEnabled?: boolean;
  alarmActions?: string[];
  okActions?: string[];
  insufficientDataActions?: string[];
  metricQueries?: {
    id: string;
    expression?: string;
    label?: string;
    period?: number;
    returnData?: boolean;
    metric?: Query;
  }[];
  tags?: Record<string, string>;
}

interface Query {
  metricName: string;
  namespace?: string;
  period: number;
  stat: string;
  unit?: string;
  dimensions?: Record<string, string>;
}

const dimensions = (values: Record<string, string> | undefined) =>
  values && Object.entries(values).map(([Name, Value]) => ({ Name, Value }));

const put = ({
  name,
  okActions,
  metricQueries,
  dimensions: values,
  evaluateLowSampleCountPercentiles: few,
  tags: _tags,
  ...rest
}: Alarm) => ({
  ...pascal<{ ComparisonOperator: 'GreaterThanThreshold'; EvaluationPeriods: number }>(rest),
  AlarmName: name,
  OKActions: okActions,
  // The provider has the plural, AWS the singular.
  EvaluateLowSampleCountPercentile: few,
  Dimensions: dimensions(values),
  Metrics: metricQueries?.map(({ metric, ...query }) => ({
    ...pascal<{ Id: string }>(query),
    MetricStat: metric && {
      Metric: {
        MetricName: metric.metricName,
        Namespace: metric.namespace,
        Dimensions: dimensions(metric.dimensions),
      },
      Period: metric.period,
      Stat: metric.stat,
      Unit: metric.unit as 'Count' | undefined,
    },
  })),
});

const metricAlarm = defineKind<Alarm>({
  inputs: [
    'name',
    'alarmDescription',
    'comparisonOperator',
    'evaluationPeriods',
    'datapointsToAlarm',
    'threshold',
    'metricName',
    'namespace',
    'period',
    'statistic',
    'extendedStatistic',
    'unit',
    'dimensions',
    'treatMissingData',
    'evaluateLowSampleCountPercentiles',
    'actionsEnabled',
    'alarmActions',
    'okActions',
    'insufficientDataActions',
    'metricQueries',
  ],
  noEffect: ['tags'],
  name: { property: 'name', max: 255 },
  replaceOn: ['name'],
  async create(inputs, { aws }) {
    await (await aws.cloudWatch()).putMetricAlarm({ ...put(inputs), Tags: tagList(inputs.tags) });
    const arn = `arn:aws:cloudwatch:${aws.region}:${aws.account}:alarm:${inputs.name}`;
    return { id: inputs.name, outputs: { arn } };
  },
  find: async ({ name }) => [{ id: name }],
  async update(inputs, _old, { aws }) {
    await (await aws.cloudWatch()).putMetricAlarm(put(inputs));
    return {};
  },
  delete: async ({ id }, { aws }) => (await aws.cloudWatch()).deleteAlarms({ AlarmNames: [id] }),
});

interface Dashboard {
  dashboardName: string;
  dashboardBody: string;
}

const dashboard = defineKind<Dashboard>({
  inputs: ['dashboardName', 'dashboardBody'],
  name: { property: 'dashboardName', max: 255 },
  replaceOn: ['dashboardName'],
  async create({ dashboardName: DashboardName, dashboardBody: DashboardBody }, { aws }) {
    const { DashboardValidationMessages: faults = [] } = await (await aws.cloudWatch()).putDashboard({
      DashboardName,
      DashboardBody,
    });
    if (faults.length > 0)
      throw new Error(`the dashboard is wrong: ${faults.map(({ Message }) => Message).join('; ')}`);
    const dashboardArn = `arn:aws:cloudwatch::${aws.account}:dashboard/${DashboardName}`;
    return { id: DashboardName, outputs: { dashboardArn } };
  },
  find: async ({ dashboardName }) => [{ id: dashboardName }],
  async update(inputs, _old, context) {
    await dashboard.create(inputs, context);
    return {};
  },
  delete: async ({ id }, { aws }) => (await aws.cloudWatch()).deleteDashboards({ DashboardNames: [id] }),
});

export const kinds: Kinds = {
  'aws:cloudwatch/metricAlarm:MetricAlarm': metricAlarm,
  'aws:cloudwatch/dashboard:Dashboard': dashboard,
};
