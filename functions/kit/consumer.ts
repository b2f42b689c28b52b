import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { EVENTS, type EventOf, type EventType } from '../contracts/events.ts';
import { beginLog, log } from './log.ts';

/**
 * A queue's consumer. Each message is parsed with its event's schema and handled by itself: what fails is named to
 * SQS and comes again, or ends in the dead-letter queue; what succeeded is not repeated with it.
 *
 * @example export const handler = consumer('order.created', (event) => demand.count(event));
 */
export function consumer<T extends EventType>(type: T, handle: (event: EventOf<T>) => Promise<void>) {
  return async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
    for (const record of Records) {
      beginLog({ messageId: record.messageId });
      try {
        const event = EVENTS[type].parse(JSON.parse(record.body)) as EventOf<T>;
        beginLog({ eventId: event.id, orderId: event.subject });
        await handle(event);
        log.info('consumed', { type, sequence: event.sequence });
      } catch (thrown) {
        log.error('message not consumed', thrown, { receives: record.attributes.ApproximateReceiveCount });
        batchItemFailures.push({ itemIdentifier: record.messageId });
      }
    }
    return { batchItemFailures };
  };
}
