import {
  ChangeMessageVisibilityBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** How long a message that is looked at is hidden from others (s), should this process die before it puts it back. */
const HIDDEN_SECONDS = 30;

/**
 * Messages of a queue without removing them: they are received, and put back at once. For that moment nobody else
 * sees them, and their receive count rises, which means nothing on a queue that has no consumer.
 */
export async function peek(sqs: SQSClient, QueueUrl: string, limit: number): Promise<Message[]> {
  const seen = new Map<string, Message>();
  try {
    while (seen.size < limit) {
      const before = seen.size;
      for (const message of await receive(sqs, QueueUrl, Math.min(10, limit - seen.size), HIDDEN_SECONDS)) {
        seen.set(message.MessageId!, message);
      }
      if (seen.size === before) break;
    }
  } finally {
    await putBack(sqs, QueueUrl, [...seen.values()]);
  }
  return [...seen.values()].sort((a, b) => sentAt(a) - sentAt(b));
}

/** When a message was sent first, in ms since 1970. A dead letter keeps the time of the message that it was. */
export const sentAt = ({ Attributes }: Message): number => Number(Attributes?.SentTimestamp ?? 0);

/** Up to ten messages, which nobody else sees for so many seconds. Waits a second for them, so that none is missed. */
export async function receive(
  sqs: Pick<SQSClient, 'send'>,
  QueueUrl: string,
  MaxNumberOfMessages: number,
  VisibilityTimeout: number,
): Promise<Message[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages,
      VisibilityTimeout,
      WaitTimeSeconds: 1,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
  );
  return Messages;
}

/** What waits now: what comes meanwhile is not taken up. Nobody else sees the messages for so many seconds. */
export async function receiveAll(
  sqs: Pick<SQSClient, 'send'>,
  { url, count }: { url: string; count: number },
  hiddenSeconds: number,
): Promise<Message[]> {
  const messages: Message[] = [];
  while (messages.length < count) {
    const more = await receive(sqs, url, 10, hiddenSeconds);
    if (more.length === 0) break;
    messages.push(...more);
  }
  return messages;
}

/** Lets others see messages again that were received and not deleted. */
export async function putBack(
  sqs: Pick<SQSClient, 'send'>,
  QueueUrl: string,
  messages: Message[],
): Promise<void> {
  for (let at = 0; at < messages.length; at += 10) {
    const Entries = messages.slice(at, at + 10).map(({ ReceiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle,
      VisibilityTimeout: 0,
    }));
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
  }
}
