import type { Resource } from '@serverless-orders/localstack';
import { describe, isLogOf, titleOf } from './describe.ts';
import { SERVICES, serviceOf, stableNames } from './names.ts';
import { TYPE } from './rules/types.ts';

/**
 * What is told with something else, or is code: roles with their functions, methods and paths with their routes, whatever only exists in
 * sst's state, the rows that a deployment writes.
 */
const FOLDED = new Set([
  'aws:apigateway/account:Account',
  'aws:apigateway/deployment:Deployment',
  'aws:apigateway/integration:Integration',
  'aws:apigateway/method:Method',
  'aws:apigateway/resource:Resource',
  'aws:apigateway/response:Response',
  'aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter',
  'aws:dynamodb/tableItem:TableItem',
  'aws:iam/role:Role',
  'aws:lambda/alias:Alias',
  'aws:lambda/invocation:Invocation',
  'aws:lambda/permission:Permission',
  'aws:s3/bucketObjectv2:BucketObjectv2',
]);

const isTold = ({ custom, external, type }: Resource): boolean =>
  custom && !external && type.startsWith('aws:') && !FOLDED.has(type);

/** `aws:lambda/function:Function` -> `lambda function`. */
const kindOf = (type: string): string => {
  const [, module = '', name = ''] = type.split(':');
  return `${module.split('/')[0]} ${name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()}`;
};

const counted = (resources: Resource[]): string[] => {
  const counts = new Map<string, number>();
  for (const { type } of resources.filter(({ custom, external }) => custom && !external))
    counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].toSorted(([a], [b]) => a.localeCompare(b)).map(([type, count]) => `  ${count} ${type}`);
};

/**
 * What a stage is made of, for people: by service and kind, sorted, each with the settings that matter. It says the same for the same
 * program, whatever AWS or sst would make up.
 */
export function summaryOf(stage: string, resources: Resource[], app: string): string[] {
  const prefix = `${app}-${stage}-`;
  const surroundings = { all: resources, stable: stableNames(resources, prefix) };
  const functions = resources.filter(({ type }) => type === TYPE.function);
  const isFolded = (resource: Resource) =>
    !isTold(resource) || functions.some(({ inputs }) => isLogOf(resource, inputs.name));
  const section = (service: string): string[] => {
    const lines = resources
      .filter((resource) => !isFolded(resource) && serviceOf(resource, prefix) === service)
      .map((resource) => {
        const { line, below } = describe(resource, surroundings);
        const title = `  ${kindOf(resource.type)} ${titleOf(resource, surroundings)}`;
        return [`${title}: ${line}`, ...below.map((one) => `      ${one}`)];
      })
      .toSorted(([a = ''], [b = '']) => a.localeCompare(b))
      .flat();
    return lines.length > 0 ? ['', service, ...lines] : [];
  };
  return [
    `${app}, stage ${stage}: written by \`npm run plan -- write --stage ${stage}\``,
    ...['stage', ...SERVICES].flatMap(section),
    '',
    'all resources',
    ...counted(resources),
  ];
}
