import type { Resource } from '@serverless-orders/localstack';
import { LIMITS } from '../../functions/contracts/limits.ts';
import { consumersAtOnce } from '../../ops/plan/rules/service-rules.ts';
import { eventsOf } from './saga-history.ts';

/** A limit of AWS's, and how near production comes to it. */
export interface Quota {
  service: keyof typeof SOURCES;
  quota: string;
  /** What an account has until it asks for more. */
  limit: number;
  /** What of the shop counts towards it. */
  what: string;
  figure: (all: Resource[]) => number;
  /** Has to be asked for before the first customer: then the figure may pass the limit, and not this. */
  raise?: { to: number; code: string; because: string };
}

/** Where AWS says what its limits are. */
export const SOURCES = {
  'API Gateway': 'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html',
  Lambda: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
  IAM: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html',
  DynamoDB: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html',
  'Step Functions': 'https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html',
  SNS: 'https://docs.aws.amazon.com/general/latest/gr/sns.html',
  SQS: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html',
  SSM: 'https://docs.aws.amazon.com/general/latest/gr/ssm.html',
  SES: 'https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html',
  EventBridge: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html',
  CloudWatch: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html',
  'CloudWatch Logs': 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html',
} as const;

// biome-ignore lint/suspicious/noExplicitAny: the inputs of each type of resource, as the state has them
type Inputs = Record<string, any>;

const of = (all: Resource[], type: string): Inputs[] =>
  all.filter((one) => one.type === type).map(({ inputs }) => inputs);

const functions = (all: Resource[]) => of(all, 'aws:lambda/function:Function');

const most = (numbers: number[]): number => Math.max(0, ...numbers);

const bytes = (value: unknown): number =>
  Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value));

/** How many there are for each key. */
const perKey = (keys: string[]): number[] => {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts.values()];
};

/** The bytes of a function's own policy: a statement for each permission. */
function functionPolicies(all: Resource[]): number[] {
  const policies = new Map<string, number>();
  for (const one of of(all, 'aws:lambda/permission:Permission')) {
    const name = String(one.function).split(':function:').at(-1)!;
    policies.set(name, (policies.get(name) ?? 0) + bytes({ Effect: 'Allow', ...one }));
  }
  return [...policies.values()];
}

const requestsAtOnce = (all: Resource[]): number =>
  most(
    of(all, 'aws:apigateway/methodSettings:MethodSettings').map((one) => one.settings.throttlingBurstLimit),
  );

const requestsASecond = (all: Resource[]): number =>
  most(
    of(all, 'aws:apigateway/methodSettings:MethodSettings').map((one) => one.settings.throttlingRateLimit),
  );

/** The largest order that can be placed, as it stands in events and in the saga's state. */
const LARGEST_ORDER = {
  orderId: '01980000-0000-7000-8000-000000000003',
  customerId: '01980000-0000-7000-8000-000000000001',
  total: { amount: LIMITS.orderTotal, currency: 'EUR' },
  items: Array.from({ length: LIMITS.itemsPerOrder }, () => ({
    sku: 's'.repeat(64),
    quantity: LIMITS.quantityPerLine,
    unitPrice: { amount: LIMITS.unitPrice, currency: 'EUR' },
  })),
};

/** What an envelope, or the answers of the saga's steps, add to an order (bytes, with room). */
const AROUND = 4 * 1024;

/** Behind the API, API Gateway waits no longer than this for a function (s). */
const apiFunctions = (all: Resource[]): Inputs[] => {
  const names = of(all, 'aws:lambda/permission:Permission')
    .filter(({ principal }) => principal === 'apigateway.amazonaws.com')
    .map((one) => String(one.function).split(':function:').at(-1)!);
  return functions(all).filter(({ name }) => names.includes(name));
};

export const QUOTAS: Quota[] = [
  {
    service: 'API Gateway',
    quota: 'resources of an API',
    limit: 300,
    what: 'path parts of all routes',
    figure: (all) => of(all, 'aws:apigateway/resource:Resource').length + 1,
  },
  {
    service: 'API Gateway',
    quota: 'wait for an integration (s)',
    limit: 29,
    what: 'longest timeout of a function behind the API',
    figure: (all) => most(apiFunctions(all).map(({ timeout }) => timeout)),
  },
  {
    service: 'API Gateway',
    quota: 'requests a second, of the account and region',
    limit: 10_000,
    what: "the stage's own limit, RATE_LIMIT_API",
    figure: requestsASecond,
  },
  {
    service: 'API Gateway',
    quota: 'a template of access logs (bytes)',
    limit: 3 * 1024,
    what: 'its format',
    figure: (all) =>
      most(of(all, 'aws:apigateway/stage:Stage').map((one) => bytes(one.accessLogSettings?.format ?? ''))),
  },
  {
    service: 'Lambda',
    quota: 'concurrent executions',
    limit: 1_000,
    what: 'executions of consumers at once, and requests that the API lets through at once',
    figure: (all) => consumersAtOnce(all) + requestsAtOnce(all),
    raise: {
      to: 1_500,
      code: 'L-B99A9384',
      because:
        'a new account may have 10: then consumers alone throttle each other, and each throttle counts as an attempt',
    },
  },
  {
    service: 'Lambda',
    quota: 'environment of a function (bytes)',
    limit: 4 * 1024,
    what: 'largest, names and values as JSON',
    figure: (all) => most(functions(all).map(({ environment }) => bytes(environment.variables))),
  },
  {
    service: 'Lambda',
    quota: "a function's own policy (bytes)",
    limit: 20 * 1024,
    what: 'largest, by its permissions',
    figure: (all) => most(functionPolicies(all)),
  },
  {
    service: 'Lambda',
    quota: 'timeout (s)',
    limit: 900,
    what: 'longest',
    figure: (all) => most(functions(all).map(({ timeout }) => timeout)),
  },
  {
    service: 'IAM',
    quota: 'roles of the account',
    limit: 1_000,
    what: 'roles of one stage',
    figure: (all) => of(all, 'aws:iam/role:Role').length,
  },
  {
    service: 'IAM',
    quota: 'inline policies of a role (characters)',
    limit: 10_240,
    what: 'largest',
    figure: (all) =>
      most(
        of(all, 'aws:iam/role:Role').map(({ inlinePolicies = [] }) =>
          inlinePolicies.reduce((sum: number, { policy }: Inputs) => sum + bytes(policy), 0),
        ),
      ),
  },
  {
    service: 'IAM',
    quota: 'trust policy of a role (characters)',
    limit: 2_048,
    what: 'largest',
    figure: (all) => most(of(all, 'aws:iam/role:Role').map((one) => bytes(one.assumeRolePolicy))),
  },
  {
    service: 'DynamoDB',
    quota: 'tables of the account and region',
    limit: 2_500,
    what: 'tables of one stage',
    figure: (all) => of(all, 'aws:dynamodb/table:Table').length,
  },
  {
    service: 'DynamoDB',
    quota: 'global indexes of a table',
    limit: 20,
    what: 'most',
    figure: (all) =>
      most(of(all, 'aws:dynamodb/table:Table').map((one) => (one.globalSecondaryIndexes ?? []).length)),
  },
  {
    service: 'DynamoDB',
    quota: 'items of a transaction',
    limit: 100,
    what: 'the hold of the largest order; events of stock that gets low follow if they find no room in it',
    figure: () => 1 + LIMITS.itemsPerOrder,
  },
  {
    service: 'DynamoDB',
    quota: 'an item (bytes)',
    limit: 400 * 1024,
    what: 'the largest order, with what stands around it',
    figure: () => bytes(LARGEST_ORDER) + AROUND,
  },
  {
    service: 'Step Functions',
    quota: 'input or result of a state (bytes)',
    limit: 256 * 1024,
    what: "the largest order, with the steps' answers",
    figure: () => bytes(LARGEST_ORDER) + AROUND,
  },
  {
    service: 'Step Functions',
    quota: 'events of an execution',
    limit: 25_000,
    what: 'every state of the saga once, with all its attempts',
    figure: (all) =>
      most(of(all, 'aws:sfn/stateMachine:StateMachine').map((one) => eventsOf(one.definition))),
  },
  {
    service: 'Step Functions',
    quota: 'executions started a second, for good (1,300 at once)',
    limit: 300,
    what: 'orders a second, if every request that the API lets through is one',
    figure: requestsASecond,
    raise: {
      to: 500,
      code: 'StartExecution throttle token refill rate',
      because: 'what is throttled is started by the consumer start-saga, seconds later',
    },
  },
  {
    service: 'Step Functions',
    quota: 'size of a definition (bytes)',
    limit: 1024 * 1024,
    what: 'largest',
    figure: (all) => most(of(all, 'aws:sfn/stateMachine:StateMachine').map((one) => bytes(one.definition))),
  },
  {
    service: 'SNS',
    quota: 'a message (bytes)',
    limit: 256 * 1024,
    what: 'the event of the largest order, in its envelope',
    figure: () => bytes(LARGEST_ORDER) + AROUND,
  },
  {
    service: 'SNS',
    quota: 'filter policies of a topic',
    limit: 200,
    what: 'most subscriptions of a topic',
    figure: (all) =>
      most(perKey(of(all, 'aws:sns/topicSubscription:TopicSubscription').map((one) => one.topic))),
  },
  {
    service: 'SQS',
    quota: 'a message (bytes)',
    limit: 1024 * 1024,
    what: 'the event of the largest order, in the envelopes of the shop and of SNS',
    figure: () => 2 * bytes(LARGEST_ORDER) + AROUND,
  },
  {
    service: 'SSM',
    quota: 'GetParameter a second',
    limit: 40,
    what: 'reads of a function: none, so that no crowd of cold starts is throttled',
    figure: (all) =>
      of(all, 'aws:iam/role:Role').filter(({ inlinePolicies }) =>
        JSON.stringify(inlinePolicies).includes('"ssm:'),
      ).length,
  },
  {
    service: 'SES',
    quota: 'emails a day, in the sandbox',
    limit: 200,
    what: 'emails to one customer for one order, of whom there may be many',
    figure: () => 1,
    raise: {
      to: 50_000,
      code: 'production access',
      because: 'in the sandbox mail goes to confirmed addresses only, one a second',
    },
  },
  {
    service: 'EventBridge',
    quota: 'rules of a bus',
    limit: 300,
    what: 'schedules',
    figure: (all) => of(all, 'aws:cloudwatch/eventRule:EventRule').length,
  },
  {
    service: 'CloudWatch',
    quota: 'alarms of the account and region',
    limit: 5_000,
    what: 'alarms of one stage',
    figure: (all) => of(all, 'aws:cloudwatch/metricAlarm:MetricAlarm').length,
  },
  {
    service: 'CloudWatch Logs',
    quota: 'subscription filters of a log group',
    limit: 2,
    what: 'most',
    figure: (all) =>
      most(
        perKey(
          of(all, 'aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter').map((one) => one.logGroup),
        ),
      ),
  },
];

/** What is wrong with a quota, given what production has; undefined if nothing is. */
export function passed({ limit, figure, raise, quota }: Quota, all: Resource[]): string | undefined {
  const now = figure(all);
  const allowed = Math.max(limit, raise?.to ?? 0);
  return now <= allowed ? undefined : `${quota}: ${now} of ${allowed}`;
}
