import { beforeAll, describe, expect, it } from 'vitest';
import { models, productionResources } from '../support/production.ts';

const policy = (...statements: object[]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((one) => ({ Effect: 'Allow', Resource: '*', ...one })),
  });

/** Policies that are wrong on purpose, and what parliament calls that. */
const WRONG: [what: string, policy: string, issue: string][] = [
  ['an action that is not there', policy({ Action: 'dynamodb:GetItems' }), 'UNKNOWN_ACTION'],
  ['a service that is not there', policy({ Action: 'dynamo:GetItem' }), 'UNKNOWN_PREFIX'],
  [
    'an action on what it is not about',
    policy({ Action: 'dynamodb:GetItem', Resource: 'arn:aws:sqs:us-east-1:123456789012:q' }),
    'RESOURCE_MISMATCH',
  ],
  [
    'a condition that the action does not know',
    policy({ Action: 'sqs:SendMessage', Condition: { StringEquals: { 's3:prefix': 'x' } } }),
    'UNKNOWN_CONDITION_FOR_ACTION',
  ],
  ['no JSON', '{', 'MALFORMED_JSON'],
  ['no effect', JSON.stringify({ Version: '2012-10-17', Statement: [{ Action: 'sqs:*' }] }), 'MALFORMED'],
];

/** What parliament finds and is right as it is. A finding goes if it is of the role, and all that it says is about the action. */
const RIGHT: { of: RegExp; actions: string[]; because: string }[] = [
  {
    of: /./,
    actions: ['states:DescribeExecution'],
    because:
      'parliament knows the resource of express executions alone; the reference lists `execution` too (service-authorization, list_awsstepfunctions)',
  },
  {
    of: /^OrdersReconcileOrdersHandlerRole$/,
    actions: ['states:ListExecutions'],
    because:
      'parliament wants the map run as well; the reference has it or the state machine, which is listed here',
  },
  {
    of: /TableSubscriber\w+OutboxFunctionRole$/,
    actions: [
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
    ],
    because:
      "the label of a stream is a time, and its colons are taken for parts of the ARN; SST grants these four, as Lambda's guide asks for (services-ddb-permissions)",
  },
];

interface Finding {
  of: string;
  issue: string;
  detail: string;
}

function exceptionFor({ of, issue, detail }: Finding) {
  if (issue !== 'RESOURCE_MISMATCH') return undefined;
  const actions = (JSON.parse(detail) as { action: string }[]).map(({ action }) => action);
  return RIGHT.find((one) => one.of.test(of) && actions.every((action) => one.actions.includes(action)));
}

describe('every policy of production, by parliament', () => {
  let findings: Finding[] = [];
  let count = 0;

  beforeAll(async () => {
    const { policies, policiesOf } = await models();
    const all = policiesOf(productionResources());
    count = all.length;
    const wrong = WRONG.map(([what, document]) => ({ of: what, policy: document }));
    findings = await policies([...all, ...wrong]);
  });

  it.each(WRONG)('finds %s', (what, _policy, issue) => {
    expect(findings.filter(({ of }) => of === what).map((one) => one.issue)).toContain(issue);
  });

  it('has no finding but those that are explained', () => {
    const names = WRONG.map(([what]) => what);
    const ours = findings.filter(({ of }) => !names.includes(of));
    expect(count).toBeGreaterThan(90);
    expect(ours.filter((finding) => !exceptionFor(finding))).toEqual([]);
  });

  it('explains nothing that is not found', () => {
    const used = new Set(findings.map(exceptionFor));
    expect(RIGHT.filter((one) => !used.has(one))).toEqual([]);
  });
});
