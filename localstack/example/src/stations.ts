import { randomUUID } from 'node:crypto';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Resource } from 'sst';
import { stamp, stationsOf } from './note.ts';

const answer = (statusCode: number, body: object) => ({ statusCode, body: JSON.stringify(body) });

/** POST /notes: the first station. */
export async function post(event: { body: string | null }) {
  const id = randomUUID();
  const isBad = JSON.parse(event.body ?? '{}').text === 'bad';
  await stamp(id, 'api');
  const MessageBody = JSON.stringify({ id, isBad });
  await new SQSClient().send(new SendMessageCommand({ QueueUrl: Resource.Inbox.url, MessageBody }));
  return answer(202, { id });
}

/** GET /notes/{id}: the stations of a note. */
export async function get(event: { pathParameters: { id: string } }) {
  const stations = await stationsOf(event.pathParameters.id);
  return stations ? answer(200, { stations }) : answer(404, { error: 'there is no such note' });
}

/** The same by a function URL, without an API: the path is the id. */
export const read = (event: { rawPath: string }) => get({ pathParameters: { id: event.rawPath.slice(1) } });

/** @throws Error for a bad note, which is then sent to the dead-letter queue. */
export async function onMessage(event: { Records: { body: string }[] }): Promise<void> {
  for (const { body } of event.Records) {
    const { id, isBad } = JSON.parse(body);
    if (isBad) throw new Error(`the note ${id} is bad`);
    await stamp(id, 'queue');
    await new S3Client().send(
      new PutObjectCommand({ Bucket: Resource.Files.name, Key: `notes/${id}`, Body: body }),
    );
  }
}

export async function onObject(event: { Records: { s3: { object: { key: string } } }[] }): Promise<void> {
  for (const { s3 } of event.Records) {
    const id = s3.object.key.replace('notes/', '');
    await stamp(id, 'bucket');
    await new SNSClient().send(new PublishCommand({ TopicArn: Resource.Topic.arn, Message: id }));
  }
}

export async function onTopic(event: { Records: { Sns: { Message: string } }[] }): Promise<void> {
  for (const { Sns } of event.Records) {
    await stamp(Sns.Message, 'topic');
    const Detail = JSON.stringify({ id: Sns.Message });
    const entry = { EventBusName: Resource.Bus.name, Source: 'relay', DetailType: 'note.told', Detail };
    await new EventBridgeClient().send(new PutEventsCommand({ Entries: [entry] }));
  }
}

export async function onBus(event: { detail: { id: string } }): Promise<void> {
  await stamp(event.detail.id, 'bus');
  const input = JSON.stringify(event.detail);
  await new SFNClient().send(new StartExecutionCommand({ stateMachineArn: Resource.Flow.arn, input }));
}

/** The task of the state machine. */
export const last = async ({ id }: { id: string }): Promise<void> => stamp(id, 'state machine');

/** Each minute. */
export const onTime = async (): Promise<void> => stamp('clock', 'schedule');
