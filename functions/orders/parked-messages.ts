import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { awsClient } from '../platform/aws-client.ts';

/** How long a message is hidden from others while it is looked at (s); it is put back long before. */
const HIDDEN_SECONDS = 60;

/** How many are looked at in one go: nobody has parked more for long. */
const AT_ONCE = 200;

const Named = z.object({ orderId: z.string() });

/** Which order a message of the queue is about; undefined when it is no such message. */
export function orderOf({ Body = '' }: Pick<Message, 'Body'>): string | undefined {
  try {
    return Named.parse(JSON.parse(Body)).orderId;
  } catch {
    return undefined;
  }
}

/** The queue of parked orders. A message on it rings the alarm until it is gone. */
export class ParkedMessages {
  readonly #queue: string;
  readonly #client: SQSClient;

  constructor(queueUrl: string, client: SQSClient = awsClient(SQSClient, {})) {
    this.#queue = queueUrl;
    this.#client = client;
  }

  async send(message: object): Promise<void> {
    await this.#client.send(
      new SendMessageCommand({ QueueUrl: this.#queue, MessageBody: JSON.stringify(message) }),
    );
  }

  /**
   * Removes the messages of orders that wait no more; all others are put back at once. A message is removed only after
   * its order was seen to be settled, so that one who dies in between leaves a message too many and never one too few.
   *
   * @returns the orders whose messages are gone.
   */
  async clear(isSettled: (orderId: string) => Promise<boolean>): Promise<string[]> {
    const cleared: string[] = [];
    const kept: Message[] = [];
    const seen = new Set<string>();
    try {
      while (seen.size < AT_ONCE) {
        const before = seen.size;
        for (const message of await this.#receive()) {
          if (seen.has(message.MessageId!)) continue;
          seen.add(message.MessageId!);
          const orderId = orderOf(message);
          kept.push(message);
          if (orderId === undefined || !(await isSettled(orderId))) continue;
          await this.#client.send(
            new DeleteMessageCommand({ QueueUrl: this.#queue, ReceiptHandle: message.ReceiptHandle }),
          );
          kept.pop();
          cleared.push(orderId);
        }
        if (seen.size === before) break;
      }
    } finally {
      await this.#putBack(kept);
    }
    return cleared;
  }

  async #receive(): Promise<Message[]> {
    const { Messages = [] } = await this.#client.send(
      new ReceiveMessageCommand({
        QueueUrl: this.#queue,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: HIDDEN_SECONDS,
        // Long polling asks every server of the queue: without it, messages are missed.
        WaitTimeSeconds: 1,
      }),
    );
    return Messages;
  }

  async #putBack(messages: Message[]): Promise<void> {
    for (let at = 0; at < messages.length; at += 10) {
      const Entries = messages
        .slice(at, at + 10)
        .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 }));
      await this.#client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: this.#queue, Entries }));
    }
  }
}
