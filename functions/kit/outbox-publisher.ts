import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import type { DomainEvent } from '../contracts/events.ts';
import { readConfig, required } from './config.ts';
import { beginLog, log } from './log.ts';
import { traceIdOf } from './trace-context.ts';

interface PublisherOptions {
  /** The service's own topic unless told. */
  topicArn?: string;
  client?: SNSClient;
}

/**
 * Carries outbox records from a table's stream to the service's topic, in the stream's order. At the first failure
 * it stops and names the record, so that Lambda tries again from there; what fails for good goes to the stream's
 * failure queue.
 *
 * @example export const handler = outboxPublisher(); // functions/<service>/events/publish-outbox.ts
 */
export function outboxPublisher({
  topicArn = readConfig({ TOPIC_ARN: required }).TOPIC_ARN,
  client = new SNSClient({}),
}: PublisherOptions = {}) {
  return async (stream: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    for (const record of stream.Records) {
      const image = record.dynamodb?.NewImage as Record<string, AttributeValue> | undefined;
      if (!image) continue;
      const { event } = unmarshall(image) as { event: DomainEvent };
      beginLog({ eventId: event.id, subject: event.subject, trace: traceIdOf(event.traceparent) });
      try {
        await client.send(
          new PublishCommand({
            TopicArn: topicArn,
            Message: JSON.stringify(event),
            MessageAttributes: { type: { DataType: 'String', StringValue: event.type } },
          }),
        );
        log.info('published', { type: event.type });
      } catch (thrown) {
        log.error('event not published', thrown, { type: event.type });
        return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' }] };
      }
    }
    return { batchItemFailures: [] };
  };
}
