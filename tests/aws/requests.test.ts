import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { models, productionRequests } from '../support/production.ts';
import { requestFiles } from '../support/sent-requests.ts';

const folder = mkdtempSync(join(tmpdir(), 'requests-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Requests as the deployment's clients or functions could send them, and what AWS would refuse about each. */
const WRONG: [service: string, operation: string, input: object, at: string, fault: RegExp][] = [
  ['LambdaClient', 'CreateFunctio', {}, 'LambdaClient.CreateFunctio', /no such operation/],
  ['SQSClient', 'CreateQueue', { QueueName: 'q', Delay: 1 }, 'sqs.CreateQueue', /does not know Delay/],
  ['SQSClient', 'CreateQueue', {}, 'sqs.CreateQueue', /lacks QueueName/],
  ['SNSClient', 'CreateTopic', { Name: 5 }, 'sns.CreateTopic.Name', /not a string but int/],
  ['DynamoDBClient', 'Query', { TableName: 't', Limit: '5' }, 'dynamodb.Query.Limit', /not an integer/],
  ['DynamoDBClient', 'Query', { TableName: 't', Limit: 0 }, 'dynamodb.Query.Limit', /less than 1/],
  [
    'dynamodb',
    'TransactWriteItems',
    { TransactItems: Array.from({ length: 101 }, () => ({})) },
    'dynamodb.TransactWriteItems.TransactItems',
    /more than 100/,
  ],
  ['dynamodb', 'GetItem', { TableName: 't', Key: { pk: { T: 'x' } } }, 'dynamodb.GetItem.Key{}', /know T/],
  [
    'LambdaClient',
    'CreateFunction',
    { FunctionName: 'f', Role: 'not an arn', Code: {}, Timeout: 0 },
    'lambda.CreateFunction.Role',
    /does not match/,
  ],
  [
    'LambdaClient',
    'CreateFunction',
    { FunctionName: 'f', Role: 'arn:aws:iam::123456789012:role/r', Code: {}, Runtime: 'nodejs5.x' },
    'lambda.CreateFunction.Runtime',
    /none of its values/,
  ],
  [
    'SFNClient',
    'StartExecution',
    { stateMachineArn: '' },
    /* at */ 'stepfunctions.StartExecution.stateMachineArn',
    /less than 1/,
  ],
  [
    'SQSClient',
    'SetQueueAttributes',
    { QueueUrl: 'u', Attributes: { Delay: '1' } },
    'sqs.SetQueueAttributes.Attributes{key}',
    /none of its values/,
  ],
];

describe("requests, by botocore's models", () => {
  it('finds each kind of fault in requests made wrong on purpose', async () => {
    const file = join(folder, 'wrong.jsonl');
    const sent = WRONG.map(([service, operation, input]) => ({ from: 'test', service, operation, input }));
    writeFileSync(file, sent.map((request) => `${JSON.stringify(request)}\n`).join(''));
    const { faults } = await (await models()).requests([file]);
    for (const [, , , at, fault] of WRONG)
      expect(faults).toContainEqual(expect.objectContaining({ at, fault: expect.stringMatching(fault) }));
  });

  it('AWS would take every request that a deployment and the functions have sent', async () => {
    const files = [productionRequests(), ...requestFiles()];
    const { faults, unreadPatterns, senders, operations, lookedAt } = await (await models()).requests(files);
    const of = Object.entries(senders).map(([sender, count]) => `${count} of ${sender}`);
    const none = senders.functions ? '' : '; none of functions, which only the end to end tests run';
    console.log(
      `${of.join(', ')}${none}: ${Object.keys(operations).length} operations, ${lookedAt.bounds} bounds, ${lookedAt.patterns} patterns, ${lookedAt.enums} enums`,
    );
    expect(faults).toEqual([]);
    expect(unreadPatterns).toEqual([]);
    expect(senders.deployment).toBeGreaterThan(500);
    // The end to end tests leave the file of their engine, which is not empty while the recorder works.
    const recorded = files.some((file) => basename(file).startsWith('functions of e2e'));
    if (recorded) expect(senders.functions).toBeGreaterThan(0);
  });
});
