import { nameOf, type Resource } from '@serverless-orders/localstack';
import { allowing } from './rules/rule.ts';
import { lastOf, TYPE } from './rules/types.ts';

type Inputs = Record<string, unknown>;

/** Lines about a resource: its name with its settings, and below it what it has of its own. */
export interface Described {
  line: string;
  below: string[];
}

interface Surroundings {
  all: Resource[];
  /** Names that stay the same (names.ts). */
  stable: (text: string) => string;
}

/** Parts that are there, one after the other. */
const joined = (...parts: (string | false | undefined)[]): string => parts.filter(Boolean).join('; ');

const seconds = (value: unknown) => `${value} s`;

/** What a role may do, a line for each statement: by actions, and on what. Logs and traces are everybody's. */
function grants(arn: unknown, { all, stable }: Surroundings): string[] {
  const role = all.find(({ type, outputs }) => type === 'aws:iam/role:Role' && outputs.arn === arn);
  const policies = ((role?.inputs.inlinePolicies ?? []) as { policy?: unknown }[]).map(
    ({ policy }) => policy,
  );
  return policies
    .flatMap(allowing)
    .filter(({ Action = [] }) => ![Action].flat().every((action) => /^(logs|xray):/.test(action)))
    .map(({ Action = [], Resource = [], Condition }) => {
      const actions = [Action].flat().toSorted().join(', ');
      const resources = [Resource].flat().map(stable).toSorted().join(', ');
      return `may ${actions} on ${resources}${Condition ? ` if ${JSON.stringify(Condition)}` : ''}`;
    })
    .toSorted();
}

/** The routes that lead to a function, by the API's methods and their integrations. */
function routes({ outputs }: Resource, { all }: Surroundings): string[] {
  const paths = new Map(
    all.filter(({ type }) => type === 'aws:apigateway/resource:Resource').map((one) => [one.id, one]),
  );
  const pathOf = (id: unknown): string => {
    const found = paths.get(String(id));
    return found ? `${pathOf(found.inputs.parentId)}/${found.inputs.pathPart}` : '';
  };
  return all
    .filter(({ type }) => type === 'aws:apigateway/integration:Integration')
    .filter(
      ({ inputs }) =>
        String(inputs.uri).includes(`${outputs.arn}/`) || String(inputs.uri).includes(`${outputs.arn}:`),
    )
    .map(({ inputs }) => `${inputs.httpMethod} ${pathOf(inputs.resourceId) || '/'}`)
    .toSorted();
}

/** Whether a resource is the log of a function, which is told with it. */
export const isLogOf = ({ type, inputs }: Resource, name: unknown): boolean =>
  type === TYPE.logGroup && inputs.name === `/aws/lambda/${name}`;

function ofMachine({ inputs }: Resource, surroundings: Surroundings): Described {
  const traced = (inputs.tracingConfiguration as { enabled?: boolean } | undefined)?.enabled === true;
  return {
    line: joined(`${inputs.type}`, traced && 'traced'),
    below: grants(inputs.roleArn, surroundings),
  };
}

function ofFunction(resource: Resource, surroundings: Surroundings): Described {
  const { inputs } = resource;
  const variables = Object.keys(
    ((inputs.environment as Inputs | undefined)?.variables ?? {}) as Inputs,
  ).filter((name) => !/^(SST_|OTEL_TRACES_|LOG_DEBUG_SHARE$|METRICS_NAMESPACE$|SERVICE$)/.test(name));
  const log = surroundings.all.find((one) => isLogOf(one, inputs.name));
  return {
    line: joined(
      `${inputs.memorySize} MB, ${seconds(inputs.timeout)}, ${inputs.runtime} on ${inputs.architectures}`,
      inputs.reservedConcurrentExecutions !== undefined &&
        `${inputs.reservedConcurrentExecutions} executions reserved`,
      inputs.publish === true && 'versions',
      log && `logs for ${log.inputs.retentionInDays} days`,
    ),
    below: [
      ...routes(resource, surroundings).map((route) => `answers ${route}`),
      ...(variables.length > 0 ? [`reads ${variables.toSorted().join(', ')}`] : []),
      ...grants(inputs.role, surroundings),
    ],
  };
}

function ofTable({ inputs, retainOnDelete }: Resource): Described {
  const indexes = (inputs.globalSecondaryIndexes ?? []) as {
    name: string;
    hashKey: string;
    rangeKey?: string;
  }[];
  return {
    line: joined(
      `keys ${[inputs.hashKey, inputs.rangeKey].filter(Boolean).join(', ')}`,
      inputs.streamEnabled === true && `stream of ${inputs.streamViewType}`,
      (inputs.pointInTimeRecovery as { enabled?: boolean } | undefined)?.enabled === true &&
        'point-in-time recovery',
      inputs.deletionProtectionEnabled === true && 'cannot be deleted',
      retainOnDelete && 'outlives the stage',
    ),
    below: indexes
      .map(
        ({ name, hashKey, rangeKey }) => `index ${name}: ${[hashKey, rangeKey].filter(Boolean).join(', ')}`,
      )
      .toSorted(),
  };
}

function ofQueue({ inputs }: Resource, { stable }: Surroundings): Described {
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(String(inputs.redrivePolicy ?? '{}'));
  return {
    line: joined(
      `keeps ${seconds(inputs.messageRetentionSeconds ?? 345_600)}, hides ${seconds(inputs.visibilityTimeoutSeconds)}`,
      deadLetterTargetArn && `after ${maxReceiveCount} attempts to ${stable(lastOf(deadLetterTargetArn))}`,
      inputs.sqsManagedSseEnabled === true && 'encrypted',
    ),
    below: [],
  };
}

function ofAlarm({ inputs }: Resource): Described {
  const queries = (inputs.metricQueries ?? []) as {
    expression?: string;
    metric?: { metricName: string; stat: string; period: number };
  }[];
  const expression = queries.find((query) => query.expression)?.expression;
  const metrics = [...new Set(queries.flatMap(({ metric }) => metric?.metricName ?? []))].join(', ');
  const what = expression
    ? `${expression} of ${metrics}`
    : `${inputs.extendedStatistic ?? inputs.statistic} ${inputs.metricName}`;
  const period = inputs.period ?? queries.find(({ metric }) => metric)?.metric?.period;
  const sign = String(inputs.comparisonOperator).startsWith('Greater') ? '>' : '<';
  const periods = Number(inputs.evaluationPeriods ?? 1);
  return {
    line: joined(
      `${what} ${sign} ${inputs.threshold} in ${inputs.datapointsToAlarm ?? periods} of ${periods} x ${seconds(period)}`,
      inputs.treatMissingData === 'missing' && 'rings when nothing comes any more',
    ),
    below: [],
  };
}

function ofMapping({ inputs }: Resource, { stable }: Surroundings): Described {
  const { maximumConcurrency } = (inputs.scalingConfig ?? {}) as { maximumConcurrency?: number };
  return {
    line: joined(
      `${stable(String(inputs.eventSourceArn))} to ${stable(lastOf(inputs.functionName))}`,
      maximumConcurrency !== undefined && `${maximumConcurrency} at once`,
      inputs.maximumRetryAttempts !== undefined && `${inputs.maximumRetryAttempts} attempts`,
    ),
    below: [],
  };
}

const DESCRIBED: Record<string, (resource: Resource, surroundings: Surroundings) => Described> = {
  [TYPE.function]: ofFunction,
  [TYPE.machine]: ofMachine,
  [TYPE.table]: ofTable,
  [TYPE.queue]: ofQueue,
  [TYPE.alarm]: ofAlarm,
  [TYPE.mapping]: ofMapping,
};

/** Inputs that are long, or told elsewhere, or of no matter for who reads a plan. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  '*': ['tags', 'name', 'policy', 'assumeRolePolicy', 'inlinePolicies', 'managedPolicyArns'],
  [TYPE.apiStage]: ['deployment', 'accessLogSettings'],
  'aws:cloudwatch/dashboard:Dashboard': ['dashboardBody'],
};

/** Any other: its inputs as they are, so that nothing new stays untold. */
function plain({ type, inputs }: Resource, { stable }: Surroundings): Described {
  const left = [...LEFT_OUT['*']!, ...(LEFT_OUT[type] ?? [])];
  const told = Object.entries(inputs)
    .filter(([name, value]) => !left.includes(name) && value !== null && value !== undefined)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return { line: stable(told.join('; ')), below: [] };
}

/** What a plan tells of a resource. */
export const describe = (resource: Resource, surroundings: Surroundings): Described =>
  (DESCRIBED[resource.type] ?? plain)(resource, surroundings);

/** What it is called: in AWS, where it has a name there. */
export const titleOf = (resource: Resource, { stable }: Surroundings): string =>
  typeof resource.inputs.name === 'string' && resource.type.startsWith('aws:')
    ? stable(resource.inputs.name)
    : nameOf(resource.urn);
