import { randomUUID } from 'node:crypto';
import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { PurgeQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import { type Demand, demandKey } from '../../functions/inventory/demand-repository.ts';
import { newId } from '../../functions/platform/id.ts';
import { keyText } from '../../functions/platform/key.ts';
import { announce } from '../../functions/platform/outbox.ts';
import { newEvent } from '../../functions/platform/test-event.ts';
import { dlq } from '../../ops/dead-letters/command.ts';
import { clientConfig, until } from '../support/engine.ts';
import { shopOutputs, tableOf } from '../support/outputs.ts';
import { printedBy } from '../support/printed.ts';
import { emptied, queueUrl } from '../support/queues.ts';

const { tables } = shopOutputs();
const sqs = new SQSClient(clientConfig());
const lambda = new LambdaClient(clientConfig());
const dynamodb = new DynamoDBClient(clientConfig());
const PUBLISHER = 'shop-test-shop-orders-publish-outbox';
const FAILED = 'orders-publish-outbox-failed';

/** Runs the command as a person does, and gives what it printed. */
const ask = async (...args: string[]): Promise<string> =>
  (await printedBy(dlq, ...args, '--stage', 'test-shop')).printed;

const waiting = async (short: string) => {
  const line = (await ask('list')).split('\n').find((text) => text.startsWith(`${short} `));
  return Number(line?.split(/\s+/)[1]);
};

/** Data of an order of a product that no other test orders. */
const orderOf = (sku: string) => ({
  orderId: newId(),
  customerId: newId(),
  items: [{ sku, quantity: 1, unitPrice: { amount: 1, currency: 'EUR' } }],
  total: { amount: 1, currency: 'EUR' },
});

const demandFor = async (sku: string) => (await tableOf('inventory').get<Demand>(demandKey(sku)))?.ordered;

/** Announces an order.created in the table of orders, as placing one does. */
async function announceOrder(sku: string): Promise<void> {
  const data = orderOf(sku);
  const pk = keyText('ORDER', data.orderId);
  await tableOf('orders').write([
    announce({ type: 'order.created', pk, subject: data.orderId, sequence: 1, data }),
  ]);
}

async function configure(TOPIC_ARN: string | undefined, MaximumRetryAttempts: number): Promise<string> {
  const FunctionName = PUBLISHER;
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const Variables = { ...Environment?.Variables, ...(TOPIC_ARN && { TOPIC_ARN }) };
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
  await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 30 }, { FunctionName });
  const { EventSourceMappings = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName }),
  );
  for (const { UUID } of EventSourceMappings)
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, MaximumRetryAttempts }));
  return Environment?.Variables?.TOPIC_ARN ?? '';
}

const { topics } = shopOutputs();

describe('a dead letter', () => {
  it('is listed, shown without being removed, and handled once when it is redriven twice', async () => {
    const sku = `dead-${randomUUID()}`;
    const data = orderOf(sku);
    const letter = JSON.stringify(newEvent('order.created', data.orderId, 1, data));
    const QueueUrl = await queueUrl('inventory-count-demand-dead');
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: letter }));

    expect(await waiting('inventory-count-demand-dead')).toBe(1);
    for (let time = 0; time < 2; time += 1) {
      const shown = await ask('show', 'count-demand');
      expect(shown).toContain('Personal data may be in it');
      expect(shown).toContain(data.orderId);
      expect(shown).toContain('none was removed');
    }
    expect(await ask('redrive', 'count-demand')).toContain('1 message of');
    await until(() => demandFor(sku), { what: 'the dead letter to be handled' });
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: letter }));
    await ask('redrive', 'count-demand');
    await emptied('inventory-count-demand');

    expect(await waiting('inventory-count-demand-dead')).toBe(0);
    expect(await ask('redrive', 'count-demand')).toContain('nothing waits');
    expect(await demandFor(sku)).toBe(1);
  });
});

describe('what could not be published', () => {
  it('waits on the failure queue while the topic is away, and is published by a redrive', async () => {
    const sku = `lost-${randomUUID()}`;
    const topic = await configure(`${topics.orders}-that-is-away`, 1);
    try {
      await announceOrder(sku);
      await until(async () => (await waiting(FAILED)) > 0, {
        what: 'the failure to wait',
      });
      expect(await ask('show', FAILED)).toContain('DDBStreamBatchInfo');
      await expect(ask('redrive', FAILED)).rejects.toThrow(/could still not publish/);
    } finally {
      await configure(topic, 10);
    }

    expect(await demandFor(sku)).toBeUndefined();
    expect(await ask('redrive', FAILED)).toContain('taken up');
    expect(await until(() => demandFor(sku), { what: 'the event' })).toBe(1);
    expect(await waiting(FAILED)).toBe(0);
  });

  it('is set aside at once when it is poison, while those behind it are published', async () => {
    const sku = `behind-${randomUUID()}`;
    const poison = { pk: `ORDER#${randomUUID()}`, sk: 'EVENT#0000000001', event: { type: 'nonsense' } };
    await dynamodb.send(new PutItemCommand({ TableName: tables.orders, Item: marshall(poison) }));
    await announceOrder(sku);

    await until(() => demandFor(sku), { what: 'the event behind the poison' });
    await until(async () => (await waiting(FAILED)) > 0, { what: 'the poison to be set aside' });
    expect(await ask('show', FAILED)).toContain(poison.pk);
    expect(await ask('redrive', FAILED)).toContain('wait there still');
    await dynamodb.send(
      new DeleteItemCommand({ TableName: tables.orders, Key: marshall({ pk: poison.pk, sk: poison.sk }) }),
    );
    expect(await ask('redrive', FAILED)).not.toContain('wait there still');
    expect(await waiting(FAILED)).toBe(0);
  });
});

describe('npm run dlq', () => {
  it.each([
    ['a queue that is not there', ['show', 'nothing'], /there is no queue "nothing": name one of/],
    ['parked orders', ['redrive', 'orders-parked'], /npm run saga -- redrive/],
  ])('refuses %s', async (_, args, expected) => {
    await expect(ask(...args)).rejects.toThrow(
      expect.objectContaining({ line: expect.stringMatching(expected) }),
    );
  });

  it('says that nothing is deployed to a stage', async () => {
    await expect(dlq.run(['list', '--stage', 'test-nowhere'])).rejects.toThrow(/nothing is deployed/);
  });
});
