import { type AlarmDefinition, type Metric, MOST_METRICS } from './definition.ts';
import { goesSilent } from './everywhere.ts';

/** What of a stage is watched. */
export interface WatchedStage {
  /** `<app>-<stage>-`: what the names of all of its resources begin with. */
  prefix: string;
  /** What functions call the metrics of their own by. */
  namespace: string;
  /** The name of the API in API Gateway. */
  api: string;
  /** Queues by name without app and stage. */
  queues: readonly { name: string; isOperatorQueue: boolean }[];
  /** By their full names. */
  functions: readonly { service: string; name: string }[];
  /** The functions that empty the streams of tables, by service. */
  publishers: readonly string[];
  /** The services that call others, and so have circuit breakers. */
  callers: readonly string[];
}

/** A minute, in seconds: the least that most metrics are kept by. */
const MINUTE = 60;

/**
 * Every alarm of a stage in AWS beside those of operator queues, sagas and schedules, which stand where those are declared. What they
 * mean to the one whom they wake is in docs/alarms.md.
 */
export const alarmsOf = (stage: WatchedStage): AlarmDefinition[] => [
  ...ofConsumers(stage),
  ...ofPublishers(stage),
  ...ofFunctions(stage),
  ...ofApi(stage),
  ...ofBreakers(stage),
  ...ofSchedules(stage),
  ...ofMail(),
];

const ofConsumers = ({ prefix, queues }: WatchedStage): AlarmDefinition[] =>
  queues
    .filter(({ isOperatorQueue }) => !isOperatorQueue)
    .map(
      ({ name }): AlarmDefinition => ({
        name: `${name}-age`,
        description: `The oldest event for ${name} has waited for more than ten minutes.`,
        of: {
          namespace: 'AWS/SQS',
          name: 'ApproximateAgeOfOldestMessage',
          dimensions: { QueueName: `${prefix}${name}` },
          stat: 'Maximum',
        },
        above: 600,
        period: MINUTE,
        periods: 3,
        inPeriods: 3,
      }),
    );

const ofPublishers = ({ prefix, namespace, publishers }: WatchedStage): AlarmDefinition[] =>
  publishers.flatMap((service): AlarmDefinition[] => [
    {
      name: `${service}-iterator-age`,
      description: `The stream of ${service}'s table is read more than a minute late: its events come late.`,
      of: {
        namespace: 'AWS/Lambda',
        name: 'IteratorAge',
        dimensions: { FunctionName: `${prefix}${service}-publish-outbox` },
        stat: 'Maximum',
      },
      above: 60_000,
      period: MINUTE,
      periods: 3,
      inPeriods: 3,
    },
    {
      name: `${service}-outbox-lag`,
      description: `Events of ${service} were published more than a minute after they had happened.`,
      of: {
        namespace,
        name: 'outbox_lag_seconds',
        dimensions: { service },
        stat: 'Maximum',
      },
      above: 60,
      period: MINUTE,
      periods: 3,
      inPeriods: 2,
    },
  ]);

const ofLambda = (name: string, metric: string, stat = 'Sum'): Metric => ({
  namespace: 'AWS/Lambda',
  name: metric,
  dimensions: { FunctionName: name },
  stat,
});

/** As many in each as an alarm takes, by service. */
function groups(functions: WatchedStage['functions']): { id: string; names: string[] }[] {
  const services = [...new Set(functions.map(({ service }) => service))].toSorted();
  return services.flatMap((service) => {
    const names = functions.filter((one) => one.service === service).map(({ name }) => name);
    const count = Math.ceil(names.length / MOST_METRICS);
    return Array.from({ length: count }, (_, at) => ({
      id: count === 1 ? service : `${service}-${at + 1}`,
      names: names.slice(at * MOST_METRICS, (at + 1) * MOST_METRICS),
    }));
  });
}

/** Of ten functions of a service at once: an alarm for each would be a hundred, and nobody reads that many. */
const ofFunctions = ({ functions }: WatchedStage): AlarmDefinition[] =>
  groups(functions).flatMap(({ id, names }) =>
    [
      { metric: 'Errors', what: 'errors', happens: 'fail' },
      { metric: 'Throttles', what: 'throttles', happens: 'are throttled' },
    ].map(
      ({ metric, what, happens }): AlarmDefinition => ({
        name: `${id}-${what}`,
        description: `Functions of ${id} ${happens}.`,
        of: {
          metrics: Object.fromEntries(names.map((name, at) => [`m${at}`, ofLambda(name, metric)])),
          expression: 'SUM(METRICS())',
        },
        above: 0,
        period: 5 * MINUTE,
        periods: 3,
        inPeriods: 2,
      }),
    ),
  );

const ofApi = ({ api }: WatchedStage): AlarmDefinition[] => {
  const metric = (name: string, stat: string): Metric => ({
    namespace: 'AWS/ApiGateway',
    name,
    dimensions: { ApiName: api },
    stat,
  });
  return [
    {
      name: 'api-5xx',
      description: 'More than 1 % of all requests fail.',
      of: {
        metrics: { failed: metric('5XXError', 'Sum'), asked: metric('Count', 'Sum') },
        // Of a handful of requests, one that fails is no share of anything.
        expression: 'IF(asked >= 20, 100 * failed / asked, 0)',
      },
      above: 1,
      period: 5 * MINUTE,
      periods: 2,
      inPeriods: 2,
    },
    {
      name: 'api-latency',
      description: 'One request in a hundred takes longer than two seconds.',
      of: metric('Latency', 'p99'),
      above: 2_000,
      period: 5 * MINUTE,
      periods: 3,
      inPeriods: 3,
    },
  ];
};

const ofBreakers = ({ namespace, callers }: WatchedStage): AlarmDefinition[] => [
  {
    name: 'breaker-open',
    description: 'A circuit breaker has opened: calls to an instance of a service fail.',
    of: {
      metrics: Object.fromEntries(
        callers.map((service) => [
          service,
          { namespace, name: 'breaker_openings_total', dimensions: { service }, stat: 'Sum' },
        ]),
      ),
      expression: 'SUM(METRICS())',
    },
    above: 0,
    period: MINUTE,
    periods: 1,
    inPeriods: 1,
  },
];

/** What runs by the clock and has no alarm where it is declared. */
const BY_THE_CLOCK = [
  {
    name: 'registry-check-health',
    description: 'Nobody asks the instances how they are any more.',
    everyMinutes: 1,
  },
  {
    name: 'inventory-ask-overdue',
    description: 'Nobody looks for overdue reservations any more.',
    everyMinutes: 5,
  },
];

const ofSchedules = ({ prefix }: WatchedStage): AlarmDefinition[] =>
  BY_THE_CLOCK.map(({ name, ...told }) =>
    goesSilent({ ...told, name: `${name}-silent`, function: `${prefix}${name}` }),
  );

/**
 * SES reviews accounts from 5 % bounces and 0.1 % complaints on, and stops their mail at 10 % and 0.5 %
 * (https://docs.aws.amazon.com/ses/latest/dg/reputationdashboardmessages.html).
 */
const ofMail = (): AlarmDefinition[] =>
  [
    { name: 'mail-bounces', metric: 'Reputation.BounceRate', above: 0.04, what: 'bounce' },
    {
      name: 'mail-complaints',
      metric: 'Reputation.ComplaintRate',
      above: 0.0008,
      what: 'are complained about',
    },
  ].map(
    ({ name, metric, above, what }): AlarmDefinition => ({
      name,
      description: `So many emails ${what} that SES may soon take none from this account.`,
      of: { namespace: 'AWS/SES', name: metric, dimensions: {}, stat: 'Average' },
      above,
      period: 60 * MINUTE,
      periods: 1,
      inPeriods: 1,
    }),
  );
