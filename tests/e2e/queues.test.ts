import { CloudWatchClient, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import {
  type EventSourceMappingConfiguration,
  GetFunctionConfigurationCommand,
  LambdaClient,
  paginateListEventSourceMappings,
} from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, paginateListQueues, SQSClient } from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, it } from 'vitest';
import { kindOfQueue } from '../../ops/dead-letters/waiting-queues.ts';
import { clientConfig } from '../support/engine.ts';

const PREFIX = 'shop-test-shop-';
const TWO_WEEKS = String(14 * 24 * 60 * 60);
const sqs = new SQSClient(clientConfig());
const lambda = new LambdaClient(clientConfig());
const cloudWatch = new CloudWatchClient(clientConfig());

/** A queue by its name without app and stage. */
type Queues = Map<string, Record<string, string>>;

async function deployedQueues(): Promise<Queues> {
  const queues: Queues = new Map();
  for await (const page of paginateListQueues(
    { client: sqs },
    { QueueNamePrefix: PREFIX, MaxResults: 1000 },
  )) {
    for (const QueueUrl of page.QueueUrls ?? []) {
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
      );
      queues.set(QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1 + PREFIX.length), Attributes);
    }
  }
  return queues;
}

describe('queues and streams, as they are deployed', () => {
  let queues: Queues;
  const mappings: EventSourceMappingConfiguration[] = [];
  const alarmed: string[] = [];

  const isForOperators = (name: string) => kindOfQueue(name) !== undefined;
  const consumers = () => [...queues].filter(([name]) => !isForOperators(name));
  const mappingOf = (arn = '') => mappings.find(({ EventSourceArn }) => EventSourceArn === arn);

  beforeAll(async () => {
    queues = await deployedQueues();
    for await (const page of paginateListEventSourceMappings({ client: lambda }, {}))
      mappings.push(
        ...(page.EventSourceMappings ?? []).filter(({ FunctionArn }) => FunctionArn?.includes(PREFIX)),
      );
    for await (const page of paginateDescribeAlarms({ client: cloudWatch }, {})) {
      const dimensions = (page.MetricAlarms ?? []).flatMap(({ Dimensions = [] }) => Dimensions);
      alarmed.push(...dimensions.map(({ Value = '' }) => Value));
    }
  });

  it('are there', () => {
    expect([...queues.keys()]).toEqual(
      expect.arrayContaining([
        'inventory-count-demand',
        'notifications-follow-user',
        'orders-start-saga',
        'users-publish-outbox-failed',
      ]),
    );
  });

  it('give every consumer five attempts, and then its own dead-letter queue', () => {
    const odd = consumers().filter(([name, { RedrivePolicy = '{}' }]) => {
      const { maxReceiveCount, deadLetterTargetArn } = JSON.parse(RedrivePolicy);
      return Number(maxReceiveCount) !== 5 || deadLetterTargetArn !== queues.get(`${name}-dead`)?.QueueArn;
    });
    expect(odd.map(([name]) => name)).toEqual([]);
  });

  it('hide a message for more than six times as long as its consumer may take, and take answers one by one', async () => {
    for (const [name, { QueueArn, VisibilityTimeout }] of consumers()) {
      const { FunctionArn, FunctionResponseTypes } = mappingOf(QueueArn)!;
      const { Timeout = 0 } = await lambda.send(
        new GetFunctionConfigurationCommand({ FunctionName: FunctionArn }),
      );
      expect({ name, enough: Number(VisibilityTimeout) > 6 * Timeout }).toEqual({ name, enough: true });
      expect({ name, FunctionResponseTypes }).toEqual({
        name,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      });
    }
  });

  it('keep what waits in operator queues for two weeks, and wake them', () => {
    const waiting = [...queues].filter(([name]) => isForOperators(name));
    const silent = waiting.filter(([name]) => !alarmed.includes(`${PREFIX}${name}`));
    const brief = waiting.filter(([, { MessageRetentionPeriod }]) => MessageRetentionPeriod !== TWO_WEEKS);

    expect(silent.map(([name]) => name)).toEqual([]);
    expect(brief.map(([name]) => name)).toEqual([]);
  });

  it('retry what a publisher could not publish ten times, and then put it on its failure queue', () => {
    const streams = mappings.filter(({ FunctionArn }) => FunctionArn?.endsWith('-publish-outbox'));
    expect(streams.length).toBeGreaterThan(3);
    for (const { FunctionArn = '', MaximumRetryAttempts, DestinationConfig } of streams) {
      const name = FunctionArn.slice(FunctionArn.lastIndexOf(':') + 1 + PREFIX.length);
      expect({ name, MaximumRetryAttempts, failures: DestinationConfig?.OnFailure?.Destination }).toEqual({
        name,
        MaximumRetryAttempts: 10,
        failures: queues.get(`${name}-failed`)?.QueueArn,
      });
    }
  });
});
