import { randomUUID } from 'node:crypto';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Resource } from 'sst';
import { answer } from './answer.ts';
import { stamp } from './note.ts';

/** POST /notes: the first station. */
export async function handler(event: { body: string | null }) {
  const id = randomUUID();
  const isBad = JSON.parse(event.body ?? '{}').text === 'bad';
  await stamp(id, 'api');
  const MessageBody = JSON.stringify({ id, isBad });
  await new SQSClient().send(new SendMessageCommand({ QueueUrl: Resource.Inbox.url, MessageBody }));
  return answer(202, { id });
}
