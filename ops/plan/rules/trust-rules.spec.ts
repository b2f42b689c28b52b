import type { Resource } from '@serverless-orders/localstack';
import { describe, expect, it } from 'vitest';
import { resource } from './made-resource.ts';
import { violations } from './rule.ts';
import { TRUST_RULES } from './trust-rules.ts';

const ACCOUNT = '123456789012';
const TOPIC = `arn:aws:sns:us-east-1:${ACCOUNT}:shop-production-orders-events`;
const QUEUE = `arn:aws:sqs:us-east-1:${ACCOUNT}:shop-production-users-clear-user`;

const policy = (...statements: object[]) =>
  JSON.stringify({ Statement: statements.map((one) => ({ Effect: 'Allow', ...one })) });

const role = (...statements: object[]) =>
  resource('aws:iam/role:Role', { assumeRolePolicy: policy(...statements) });
const lambda = { Service: 'lambda.amazonaws.com' };
const forAccount = { StringEquals: { 'aws:SourceAccount': ACCOUNT } };

const queuePolicy = (Principal: unknown, Condition?: object) =>
  resource('aws:sqs/queuePolicy:QueuePolicy', { policy: policy({ Principal, Resource: QUEUE, Condition }) });
const sns = { Service: 'sns.amazonaws.com' };
const fromTopic = { ArnLike: { 'aws:SourceArn': TOPIC } };

const permission = (principal: string, sourceArn?: string) =>
  resource('aws:lambda/permission:Permission', { principal, sourceArn });
const API = `arn:aws:execute-api:us-east-1:${ACCOUNT}:abc/*`;

const subscription = resource('aws:sns/topicSubscription:TopicSubscription', {
  protocol: 'sqs',
  topic: TOPIC,
  endpoint: QUEUE,
});
const other = TOPIC.replace('orders', 'users');

const stage = resource('aws:apigateway/stage:Stage', { restApi: 'abc', stageName: 'production' });
const limits = (settings: object, methodPath = '*/*') =>
  resource('aws:apigateway/methodSettings:MethodSettings', { ...stage.inputs, methodPath, settings });

/** Rule, what is looked at, whether it is right. */
const CASES: [rule: number, what: string, resources: Resource[], right: boolean][] = [
  [0, 'lambda for the account', [role({ Principal: lambda, Condition: forAccount })], true],
  [0, 'lambda for whomever', [role({ Principal: lambda })], false],
  [
    0,
    'lambda where a missing account passes',
    [role({ Principal: lambda, Condition: { StringEqualsIfExists: forAccount.StringEquals } })],
    false,
  ],
  [
    0,
    "the account's root too",
    [
      role(
        { Principal: lambda, Condition: forAccount },
        { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Condition: forAccount },
      ),
    ],
    false,
  ],
  [
    0,
    "the account's root in the same statement",
    [role({ Principal: { ...lambda, AWS: `arn:aws:iam::${ACCOUNT}:root` }, Condition: forAccount })],
    false,
  ],
  [0, 'anybody', [role({ Principal: '*', Condition: forAccount })], false],
  [
    0,
    'two services',
    [
      role({
        Principal: { Service: ['lambda.amazonaws.com', 'states.amazonaws.com'] },
        Condition: forAccount,
      }),
    ],
    false,
  ],
  [1, 'SNS for one topic', [queuePolicy(sns, fromTopic)], true],
  [
    1,
    'SNS, S3 and EventBridge for whatever',
    [queuePolicy({ Service: ['sns.amazonaws.com', 's3.amazonaws.com', 'events.amazonaws.com'] })],
    false,
  ],
  [1, 'SNS for the account alone', [queuePolicy(sns, forAccount)], false],
  [
    1,
    'SNS for topics of any account',
    [queuePolicy(sns, { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:shop-production-orders-events' } })],
    false,
  ],
  [1, 'anybody for one topic', [queuePolicy({ AWS: '*' }, fromTopic)], false],
  [
    1,
    "a queue's own policy",
    [resource('aws:sqs/queue:Queue', { policy: policy({ Principal: sns }) })],
    false,
  ],
  [
    1,
    'a topic for all alarms of the account',
    [
      resource('aws:sns/topicPolicy:TopicPolicy', {
        policy: policy({
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:shop-*` } },
        }),
      }),
    ],
    true,
  ],
  [
    1,
    'logs of whatever',
    [
      resource('aws:cloudwatch/logResourcePolicy:LogResourcePolicy', {
        policyDocument: policy({ Principal: { Service: 'es.amazonaws.com' } }),
      }),
    ],
    false,
  ],
  [2, 'one API', [permission('apigateway.amazonaws.com', API)], true],
  [2, 'API Gateway for whatever', [permission('apigateway.amazonaws.com')], false],
  [
    2,
    'API Gateway for any API of any account',
    [permission('apigateway.amazonaws.com', 'arn:aws:execute-api:us-east-1:*:*/*')],
    false,
  ],
  [2, 'anybody', [permission('*', API)], false],
  [3, 'its topic', [subscription, queuePolicy(sns, fromTopic)], true],
  [3, 'no topic', [subscription], false],
  [3, 'another topic', [subscription, queuePolicy(sns, { ArnLike: { 'aws:SourceArn': other } })], false],
  [4, 'a limit', [stage, limits({ throttlingRateLimit: 500, throttlingBurstLimit: 1000 })], true],
  [4, 'no limit', [stage], false],
  [
    4,
    'a limit of one method',
    [stage, limits({ throttlingRateLimit: 5, throttlingBurstLimit: 10 }, 'orders/GET')],
    false,
  ],
  [4, 'no limit of what comes at once', [stage, limits({ throttlingRateLimit: 500 })], false],
];

describe('the rules of who may do what', () => {
  it.each(CASES.map(([rule, what, resources, right]) => ({ rule, what, resources, right })))(
    'rule $rule, $what: right is $right',
    ({ rule, resources, right }) => {
      expect(violations(TRUST_RULES[rule]!, resources).length === 0).toBe(right);
    },
  );

  it('have each a case that is right and one that is wrong', () => {
    for (const rule of TRUST_RULES.keys())
      expect(new Set(CASES.filter(([one]) => one === rule).map(([, , , right]) => right)).size).toBe(2);
  });
});
