import type { Resource } from '@serverless-orders/localstack';
import { beforeAll, describe, expect, it } from 'vitest';
import { models, productionResources } from '../support/production.ts';

type Inputs = Record<string, unknown>;

/** A resource of production that is made wrong on purpose, and the rule of cfn-lint that says so. */
const WRONG: [what: string, type: string, change: (inputs: Inputs) => Inputs, rule: RegExp][] = [
  ['a name that is too long', 'aws:lambda/function:Function', () => ({ name: 'f'.repeat(65) }), /E3031/],
  ['a timeout of 901 s', 'aws:lambda/function:Function', () => ({ timeout: 901 }), /E3717/],
  ['a runtime that is no more', 'aws:lambda/function:Function', () => ({ runtime: 'nodejs12.x' }), /E2533/],
  [
    'a reserved variable',
    'aws:lambda/function:Function',
    () => ({ environment: { variables: { AWS_REGION: 'x' } } }),
    /E3663/,
  ],
  ['a retention that is none', 'aws:cloudwatch/logGroup:LogGroup', () => ({ retentionInDays: 31 }), /E3030/],
  ['a queue that waits too long', 'aws:sqs/queue:Queue', () => ({ delaySeconds: 901 }), /E3034/],
  [
    'a key that is no attribute',
    'aws:dynamodb/table:Table',
    () => ({ attributes: [{ name: 'other', type: 'S' }] }),
    /E3039/,
  ],
  [
    'a definition without its first state',
    'aws:sfn/stateMachine:StateMachine',
    () => ({ definition: '{"StartAt":"A","States":{"B":{"Type":"Succeed"}}}' }),
    /E3601/,
  ],
  [
    'a policy without an effect',
    'aws:iam/role:Role',
    () => ({
      inlinePolicies: [
        {
          name: 'p',
          policy: { Version: '2012-10-17', Statement: [{ Action: 's3:GetObject', Resource: '*' }] },
        },
      ],
    }),
    /E3510/,
  ],
  [
    'a comparison that is none',
    'aws:cloudwatch/metricAlarm:MetricAlarm',
    () => ({ comparisonOperator: 'Above' }),
    /E3030/,
  ],
];

/** What is made wrong stands among the rest as this, with its number behind. */
const NAME = 'WrongOnPurpose';

describe('the state of production as a CloudFormation template, by cfn-lint', () => {
  let findings: { rule: string; resource: string; at: string; message: string }[] = [];

  beforeAll(async () => {
    const { templateOf, distinct, templates } = await models();
    const resources = productionResources();
    const wrong = WRONG.map(([, type, change], at) => {
      const right = resources.find((one) => one.type === type)!;
      return {
        ...right,
        urn: `::${NAME}${at}`,
        inputs: { ...right.inputs, name: `wrong-${at}`, ...change(right.inputs) },
      } as Resource;
    });
    // One run for both: to load its rules takes the linter seconds.
    findings = await templates(distinct(templateOf([...resources, ...wrong]), 'shop-production'));
  });

  it.each(WRONG.map(([what, , , rule], at) => ({ what, rule, at })))('finds $what', ({ rule, at }) => {
    const found = findings.filter(({ resource }) => resource === `${NAME}${at}`).map((one) => one.rule);
    expect(
      found.some((one) => rule.test(one)),
      found.join(),
    ).toBe(true);
  });

  it('has no finding', () => {
    expect(findings.filter(({ resource }) => !resource.startsWith(NAME))).toEqual([]);
  });

  it('a type of resource that is not written yet is named', async () => {
    const { templateOf } = await models();
    expect(() => templateOf([{ urn: '::It', type: 'aws:ec2/instance:Instance', inputs: {} }])).toThrow(
      'aws:ec2/instance:Instance is not written in templates yet',
    );
  });
});
