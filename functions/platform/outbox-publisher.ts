import {
  InvalidParameterException,
  InvalidParameterValueException,
  PublishCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import type { SetAside } from '../contracts/set-aside.ts';
import { awsClient } from './aws-client.ts';
import { readConfig, required } from './config.ts';
import { invocation, report } from './invocation.ts';
import { log, logAbout } from './log.ts';
import { count, observe } from './metrics/recorder.ts';
import { type OutboxRecord, type Publishable, readOutboxRecord } from './outbox-record.ts';
import { inPublishSpan } from './tracing/publishing.ts';
import { traceIdOf } from './tracing/traceparent.ts';

/** After this many failures in one batch the topic is taken for unavailable, and the other records are left for a retry. */
const ENOUGH_FAILURES = 3;

interface PublisherOptions {
  topicArn: string;
  failedQueueUrl: string;
  sns: Pick<SNSClient, 'send'>;
  sqs: Pick<SQSClient, 'send'>;
}

/** Publishes nothing: it warms a client. */
const WARM = new PublishCommand({ TopicArn: 'none', Message: 'none', MessageAttributes: {} });

const fromEnvironment = (): PublisherOptions => {
  const config = readConfig({ TOPIC_ARN: required, FAILED_QUEUE_URL: required });
  return {
    topicArn: config.TOPIC_ARN,
    failedQueueUrl: config.FAILED_QUEUE_URL,
    sns: awsClient(SNSClient, {}, { warmBy: [WARM] }),
    sqs: awsClient(SQSClient, {}),
  };
};

/**
 * Carries outbox records from a table's stream to the service's topic, in the stream's order for each aggregate.
 *
 * - A record that fails holds up later records of its own aggregate only. It is named to Lambda, which comes again
 *   with it and all that follow; what this environment has published by then is not published again.
 * - What fails for good (ten retries) goes from Lambda to the failure queue.
 * - A record that no retry can help (see readOutboxRecord; or refused by SNS for what it says) is set aside on the
 *   failure queue at once, alone, and those behind it go on. Retries of others do not set it aside again.
 *
 * Killed at any point it loses nothing and may publish twice: consumers know an event by its id.
 *
 * @example export const handler = outboxPublisher(); // functions/<service>/events/publish-outbox.ts
 */
export function outboxPublisher(options: PublisherOptions = fromEnvironment()) {
  /** Records of the batch that is being retried which are published or set aside. */
  const done = new Set<string>();
  return invocation('stream', async (stream: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const failures: OutboxRecord[] = [];
    for (const record of stream.Records.map(readOutboxRecord)) {
      if (failures.some(({ key }) => key.pk === record.key.pk)) continue;
      const name = nameOf(record);
      if (done.has(name)) continue;
      if (await settle(record, options, stream.Records.length === 1)) done.add(name);
      else failures.push(record);
      if (failures.length >= ENOUGH_FAILURES) break;
    }
    if (failures.length === 0) done.clear();
    // The line of the invocation is about the one record, or about none of them.
    if (stream.Records.length !== 1) logAbout({});
    report({ batch: stream.Records.length, batchFailures: failures.length });
    return { batchItemFailures: failures.map((record) => ({ itemIdentifier: record.sequenceNumber })) };
  });
}

/** Which record it is: a redrive hands over records under sequence numbers of its own. */
const nameOf = ({ sequenceNumber, key: { pk, sk } }: OutboxRecord): string =>
  JSON.stringify([sequenceNumber, pk, sk]);

/** Publishes one record, or sets it aside. @returns whether that is done and the record needs no retry. */
async function settle(record: OutboxRecord, options: PublisherOptions, alone: boolean): Promise<boolean> {
  const event = 'event' in record ? record.event : undefined;
  logAbout(
    event
      ? {
          eventId: event.id,
          type: event.type,
          traceId: traceIdOf(event.traceparent),
          orderId: (event.data as { orderId?: unknown } | undefined)?.orderId,
        }
      : record.key,
  );
  try {
    if ('broken' in record) await setAside(record, record.broken, options);
    else await inPublishSpan(record.event, () => publish(record, options, alone));
    return true;
  } catch (thrown) {
    log.error('event not published', thrown);
    countOutcome('failed');
    return false;
  }
}

/** Publishes an event; what SNS refuses for what it says is set aside. */
async function publish(record: Publishable, options: PublisherOptions, alone: boolean): Promise<void> {
  const { event, message } = record;
  const command = new PublishCommand({
    TopicArn: options.topicArn,
    Message: message,
    MessageAttributes: { type: { DataType: 'String', StringValue: event.type } },
  });
  try {
    await options.sns.send(command);
    if (!alone) log.info('published');
    countOutcome('published');
    const lag = (Date.now() - Date.parse(String(event.time))) / 1000;
    if (lag >= 0) observe('outbox_lag_seconds', { service: ownService() }, lag);
  } catch (thrown) {
    if (!isRejection(thrown)) throw thrown;
    await setAside(record, thrown.message, options);
  }
}

const ownService = (): string => process.env.SERVICE ?? 'none';

const countOutcome = (outcome: 'published' | 'failed' | 'set_aside'): void =>
  count('events_published_total', { service: ownService(), outcome });

/** Whether SNS refuses a message for good, whenever it is sent. */
const isRejection = (thrown: unknown): thrown is Error =>
  thrown instanceof InvalidParameterException || thrown instanceof InvalidParameterValueException;

async function setAside({ key }: OutboxRecord, reason: string, { sqs, failedQueueUrl }: PublisherOptions) {
  const message: SetAside = { setAside: { pk: key.pk, sk: key.sk }, reason };
  await sqs.send(new SendMessageCommand({ QueueUrl: failedQueueUrl, MessageBody: JSON.stringify(message) }));
  log.warn('outbox record set aside', { ...key, reason });
  countOutcome('set_aside');
}
