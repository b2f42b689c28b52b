import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  PurgeQueueCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { APIGatewayProxyResult, Context } from 'aws-lambda';
import { vi } from 'vitest';
import { OPEN } from '../../functions/telemetry/scrape-token.ts';
import { clientConfig } from './engine.ts';
import { serviceTable } from './service-table.ts';

/** The queues of a stage, as the function is told of them. */
const QUEUES = [
  'orders-start-saga',
  'orders-start-saga-dead!',
  'orders-publish-outbox-failed!',
  'orders-parked!',
];

type Handler = (event: unknown, context?: Context) => Promise<APIGatewayProxyResult>;

/** GET /metrics and what it reads, on the engine, without waiting for a deployment. */
export async function metricsApi() {
  const dynamo = new DynamoDBClient(clientConfig());
  const sqs = new SQSClient(clientConfig());
  const store = await serviceTable();
  const breakers = `breakers-${randomUUID()}`;
  await dynamo.send(
    new CreateTableCommand({
      TableName: breakers,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'name', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'name', KeyType: 'HASH' }],
    }),
  );
  const prefix = `m-${randomUUID().slice(0, 8)}-`;
  const urls = new Map<string, string>();
  for (const name of QUEUES.map((queue) => queue.replace('!', ''))) {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `${prefix}${name}` }));
    urls.set(name, QueueUrl!);
  }
  const { endpoint, region, credentials } = clientConfig();
  const before = { ...process.env };
  Object.assign(process.env, {
    SERVICE: 'telemetry',
    TABLE: store.name,
    BREAKER_TABLE: breakers,
    INSTANCES: 'users/a users/b',
    INSTANCE_ADDRESS: 'shop-test-{service}-rpc-{instance}',
    CURRENCY: 'EUR',
    QUEUES: QUEUES.join(' '),
    QUEUE_URL: urls.get('orders-parked')!.replace('orders-parked', ''),
    SCRAPE_TOKEN_HASH: OPEN,
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  });
  /** The function as a new environment starts it. */
  const started = async (environment: Record<string, string | undefined> = {}) => {
    for (const [name, value] of Object.entries(environment)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    vi.resetModules();
    const { handler } = await import('../../functions/telemetry/api/get-metrics.ts');
    return async (headers: Record<string, string> = {}, httpMethod = 'GET') => {
      const event = { httpMethod, resource: '/metrics', path: '/metrics', headers, requestContext: {} };
      const answer = await (handler as unknown as Handler)(event);
      return { ...answer, headers: answer.headers as Record<string, string> };
    };
  };
  return {
    store,
    breakers,
    dynamo,
    started,
    send: (queue: string, MessageBody = 'a message') =>
      sqs.send(new SendMessageCommand({ QueueUrl: urls.get(queue)!, MessageBody })),
    empty: (queue: string) => sqs.send(new PurgeQueueCommand({ QueueUrl: urls.get(queue)! })),
    async drop(): Promise<void> {
      process.env = before;
      await store.drop();
      await dynamo.send(new DeleteTableCommand({ TableName: breakers }));
      for (const QueueUrl of urls.values())
        await sqs.send(new DeleteQueueCommand({ QueueUrl })).catch(() => {});
    },
  };
}

/** The value of a series in an exposition; undefined when it is not there. */
export const sampleOf = (text: string, series: string): number | undefined => {
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1).split(' ')[0]);
};
