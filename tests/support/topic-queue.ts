import { randomUUID } from 'node:crypto';
import { CreateTopicCommand, DeleteTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { clientConfig } from './engine.ts';

/** A topic with a consumer's queue and a failure queue, on the engine, for one test file. */
export async function topicQueue() {
  const sns = new SNSClient(clientConfig());
  const sqs = new SQSClient(clientConfig());
  const name = `events-${randomUUID()}`;
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: name }));
  const queueOf = async (QueueName: string) =>
    (await sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl!;
  const [queue, failed] = [await queueOf(name), await queueOf(`${name}-failed`)];
  await sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: 'sqs',
      Endpoint: `arn:aws:sqs:us-east-1:000000000000:${name}`,
      Attributes: { RawMessageDelivery: 'true' },
    }),
  );

  /** Takes up to so many messages off a queue; fewer when a second goes by without any. */
  async function take(QueueUrl: string, count: number): Promise<string[]> {
    const bodies: string[] = [];
    while (bodies.length < count) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
      );
      if (Messages.length === 0) break;
      for (const { Body = '', ReceiptHandle } of Messages) {
        bodies.push(Body);
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    }
    return bodies;
  }

  return {
    topicArn: TopicArn,
    failedQueueUrl: failed,
    sns,
    sqs,
    delivered: (count = 1_000) => take(queue, count),
    setAside: (count = 1_000) => take(failed, count),
    drop: async () => {
      await sns.send(new DeleteTopicCommand({ TopicArn }));
      for (const QueueUrl of [queue, failed]) await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    },
  };
}
