import { InvokeCommand, LambdaClient, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { SNSClient, SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { deploy, type Inventory, inventory, runSst } from '@serverless-orders/localstack';
import { expect, it } from 'vitest';
import { places } from '../../paths.ts';
import { clientConfig, engineEndpoint, until } from '../support/engine.ts';

/** A stage that nothing else uses: all that comes and goes in these tests is its own. */
const STAGE = 'test-life';
const PREFIX = `shop-${STAGE}-`;
const ACCOUNT = '000000000000';

const lambda = new LambdaClient(clientConfig());
const sns = new SNSClient(clientConfig());
const sqs = new SQSClient(clientConfig());

const deployed = (env: Record<string, string> = {}) =>
  deploy({ places, stage: STAGE, env, endpoint: engineEndpoint(), report: () => {} });

/** SES identities by which the engine sends the emails of SNS, and to which. */
const MADE_BY_ENGINE = ['no-reply@localemu.cloud', 'oncall@example.com'];

/** What is there now and was not before, by list call. Other stages' functions may log for the first time meanwhile. */
function added(before: Inventory, now: Inventory): Partial<Inventory> {
  const more = Object.entries(now).map(([name, list]) => {
    const known = new Set(before[name as keyof Inventory]);
    const isOther = (one: string) => name === 'logGroups' && !one.includes(PREFIX);
    return [
      name,
      list.filter((one) => !known.has(one) && !isOther(one) && !MADE_BY_ENGINE.includes(one)),
    ] as const;
  });
  return Object.fromEntries(more.filter(([, list]) => list.length > 0));
}

/** Hears the stage's alarms by a queue that is subscribed to their topic. */
async function listen() {
  const QueueName = `${STAGE}-pager`;
  const arn = `arn:aws:sqs:us-east-1:${ACCOUNT}:${QueueName}`;
  const TopicArn = `arn:aws:sns:us-east-1:${ACCOUNT}:${PREFIX}alarms`;
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: arn,
        Condition: { ArnEquals: { 'aws:SourceArn': TopicArn } },
      },
    ],
  });
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes: { Policy } }));
  const Attributes = { RawMessageDelivery: 'true' };
  const subscription = new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: arn, Attributes });
  const { SubscriptionArn } = await sns.send(subscription);
  const heard: string[] = [];
  return {
    /** The alarms that have begun so far. */
    async rung(): Promise<string[]> {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 5 }),
      );
      for (const { Body = '{}' } of Messages) {
        const { AlarmName, NewStateValue } = JSON.parse(Body);
        if (NewStateValue === 'ALARM') heard.push(String(AlarmName).slice(PREFIX.length));
      }
      return heard;
    },
    async end(): Promise<void> {
      await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
      await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    },
  };
}

/** Has a function fail, by a handler that it does not have. */
async function fail(FunctionName: string): Promise<void> {
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Handler: 'index.none' }));
  const { FunctionError } = await lambda.send(new InvokeCommand({ FunctionName }));
  expect(FunctionError).toBe('Unhandled');
}

/** Those that the engine evaluates: it has the metrics of queues and functions, one metric an alarm. */
const RINGING = ['orders-parked', 'users-clear-user-dead', 'orders-clear-parked-errors'];

it('a stage is deployed, rings, is deployed twice, changed and removed, and nothing of it stays', async () => {
  const before = await inventory(engineEndpoint());
  await deployed();
  const there = added(before, await inventory(engineEndpoint()));
  expect(there.functions?.length).toBeGreaterThan(50);

  const pager = await listen();
  try {
    for (const queue of ['orders-parked', 'users-clear-user-dead']) {
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: `${PREFIX}${queue}` }));
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{}' }));
    }
    await until(
      async () => {
        await fail(`${PREFIX}orders-clear-parked`);
        const rung = await pager.rung();
        return RINGING.every((name) => rung.includes(name));
      },
      { what: `${RINGING.join(', ')} to ring`, timeoutMs: 300_000 },
    );
  } finally {
    await pager.end();
  }

  await deployed();
  const again = added(before, await inventory(engineEndpoint()));
  expect({ ...again, logGroups: [] }).toEqual({ ...there, logGroups: [] });

  await deployed({ LOG_DEBUG_SHARE: '0.5' });
  expect(await runSst(['remove', '--stage', STAGE], { places })).toBe(0);
  expect(added(before, await inventory(engineEndpoint()))).toEqual({});
}, 1_200_000);
