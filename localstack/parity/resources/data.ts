import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DescribeTableCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { CreateTopicCommand, DeleteTopicCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  type CreateQueueCommandInput,
  DeleteQueueCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { type Lab, until } from '../lab.ts';

export interface Queue {
  url: string;
  arn: string;
}

export async function makeQueue(
  lab: Lab,
  attributes?: CreateQueueCommandInput['Attributes'],
): Promise<Queue> {
  const { sqs } = lab.clients;
  const QueueName = lab.name('queue');
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes: attributes }));
  lab.later(() => sqs.send(new DeleteQueueCommand({ QueueUrl })));
  return { url: QueueUrl!, arn: lab.arn('sqs', QueueName) };
}

/** The next messages of a queue; an empty list when none came within a second. */
export async function receive(lab: Lab, queue: Queue) {
  const command = new ReceiveMessageCommand({
    QueueUrl: queue.url,
    MaxNumberOfMessages: 10,
    WaitTimeSeconds: 1,
    MessageAttributeNames: ['All'],
    MessageSystemAttributeNames: ['All'],
  });
  return (await lab.clients.sqs.send(command)).Messages ?? [];
}

export async function makeTopic(lab: Lab): Promise<string> {
  const { TopicArn } = await lab.clients.sns.send(new CreateTopicCommand({ Name: lab.name('topic') }));
  lab.later(() => lab.clients.sns.send(new DeleteTopicCommand({ TopicArn })));
  return TopicArn!;
}

/** A table with the keys pk and sk, as the services have them. */
export async function makeTable(
  lab: Lab,
  options: Partial<CreateTableCommandInput> = {},
): Promise<{ name: string; stream: string }> {
  const { dynamodb } = lab.clients;
  const TableName = lab.name('table');
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      ...options,
    }),
  );
  lab.later(() => dynamodb.send(new DeleteTableCommand({ TableName })));
  const table = await until(`${TableName} to be active`, async () => {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
    return Table?.TableStatus === 'ACTIVE' && Table;
  });
  return { name: TableName, stream: table.LatestStreamArn ?? '' };
}

/** An object in a bucket of its own, as the code of a function names it. */
export async function makeObject(lab: Lab, Body: Uint8Array): Promise<{ S3Bucket: string; S3Key: string }> {
  const { s3 } = lab.clients;
  const [Bucket, Key] = [lab.name('bucket'), 'object'];
  await s3.send(new CreateBucketCommand({ Bucket }));
  lab.later(() => s3.send(new DeleteBucketCommand({ Bucket })));
  await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  lab.later(() => s3.send(new DeleteObjectCommand({ Bucket, Key })));
  return { S3Bucket: Bucket, S3Key: Key };
}
