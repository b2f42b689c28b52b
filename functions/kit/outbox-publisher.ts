import { InvalidParameterException, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import type { SetAside } from '../contracts/set-aside.ts';
import { readConfig, required } from './config.ts';
import { beginLog, log } from './log.ts';
import { type OutboxRecord, readOutboxRecord } from './outbox-record.ts';
import { traceIdOf } from './trace-context.ts';

/** After so many failures in one batch it is the topic that is away, not a record that is odd: the rest can wait. */
const ENOUGH_FAILURES = 3;

interface PublisherOptions {
  topicArn: string;
  failedQueueUrl: string;
  sns: Pick<SNSClient, 'send'>;
  sqs: Pick<SQSClient, 'send'>;
}

const fromEnvironment = (): PublisherOptions => {
  const config = readConfig({ TOPIC_ARN: required, FAILED_QUEUE_URL: required });
  return {
    topicArn: config.TOPIC_ARN,
    failedQueueUrl: config.FAILED_QUEUE_URL,
    sns: new SNSClient({}),
    sqs: new SQSClient({}),
  };
};

/**
 * Carries outbox records from a table's stream to the service's topic, in the stream's order for each aggregate.
 *
 * - A record that fails holds up later records of its own aggregate only. It is named to Lambda, which comes again
 *   with it and all that follow; what this environment has published by then is not published again.
 * - What fails for good (ten retries) goes from Lambda to the failure queue.
 * - A record that no retry can help (no event, or refused by SNS for what it says) is set aside on the failure queue
 *   at once, and those behind it go on.
 *
 * Killed at any point it loses nothing and may publish twice: consumers know an event by its id.
 *
 * @example export const handler = outboxPublisher(); // functions/<service>/events/publish-outbox.ts
 */
export function outboxPublisher(options: PublisherOptions = fromEnvironment()) {
  /** Events of the batch that is being retried. */
  const published = new Set<string>();
  return async (stream: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const failures: OutboxRecord[] = [];
    for (const record of stream.Records.map(readOutboxRecord)) {
      if (failures.some(({ key }) => key.pk === record.key.pk)) continue;
      if (record.event && published.has(record.event.id)) continue;
      const done = await publish(record, options);
      if (!done) failures.push(record);
      else if (record.event) published.add(record.event.id);
      if (failures.length >= ENOUGH_FAILURES) break;
    }
    if (failures.length === 0) published.clear();
    return { batchItemFailures: failures.map((record) => ({ itemIdentifier: record.sequenceNumber })) };
  };
}

/** Publishes one record, or sets it aside. @returns whether that is done and the record needs no retry. */
async function publish(record: OutboxRecord, options: PublisherOptions): Promise<boolean> {
  const { event } = record;
  beginLog({
    ...record.key,
    ...(event && { eventId: event.id, type: event.type, trace: traceIdOf(event.traceparent) }),
  });
  try {
    if (!event) await setAside(record, record.broken ?? 'no event', options);
    else {
      await options.sns
        .send(
          new PublishCommand({
            TopicArn: options.topicArn,
            Message: JSON.stringify(event),
            MessageAttributes: { type: { DataType: 'String', StringValue: event.type } },
          }),
        )
        .then(() => log.info('published'))
        .catch((thrown) => {
          if (!(thrown instanceof InvalidParameterException)) throw thrown;
          return setAside(record, thrown.message, options);
        });
    }
    return true;
  } catch (thrown) {
    log.error('event not published', thrown);
    return false;
  }
}

async function setAside({ key }: OutboxRecord, reason: string, { sqs, failedQueueUrl }: PublisherOptions) {
  const message: SetAside = { setAside: { pk: key.pk, sk: key.sk }, reason };
  await sqs.send(new SendMessageCommand({ QueueUrl: failedQueueUrl, MessageBody: JSON.stringify(message) }));
  log.warn('outbox record set aside', { reason });
}
