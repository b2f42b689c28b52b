import { trace } from '@opentelemetry/api';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { type DomainEvent, EVENTS, type EventOf, type EventType } from '../contracts/events.ts';
import { invocation, report } from './invocation.ts';
import { addToLog, log, logAbout } from './log.ts';
import { describeBatch, inProcessSpan } from './tracing/messages.ts';
import { traceIdOf } from './tracing/traceparent.ts';

/** What a consumer does with each type of event that its queue receives. */
type Handlers = { [T in EventType]?: (event: EventOf<T>) => Promise<unknown> };

const Typed = z.object({ type: z.string() });

/**
 * A queue's consumer. Each message is parsed with its event's schema and handled by itself: what fails is named to
 * SQS and comes again, or ends in the dead-letter queue; what succeeded is not repeated with it. Every event can come
 * more than once and later than a newer one: platform/inbox.ts knows what to do about both.
 *
 * @example export const handler = consumer({
 *   'product.created': ({ sequence, data }) => products.project(data, sequence),
 *   'product.retired': ({ sequence, data }) => orders.forgetProduct(data.sku, sequence),
 * });
 */
export const consumer = (handlers: Handlers) => messages((content) => handleEvent(handlers, content));

/** The same for a queue of messages that are none of the shop's events: another's, of which each handler knows the form. */
export function messages(handle: (content: unknown) => Promise<unknown>) {
  return invocation('messages', async (batch: SQSEvent): Promise<SQSBatchResponse> => {
    const { Records } = batch;
    describeBatch(batch);
    const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
    for (const record of Records) {
      logAbout({ messageId: record.messageId });
      try {
        await handleMessage(handle, record);
        if (Records.length > 1) log.info('consumed');
      } catch (thrown) {
        log.error('message not consumed', thrown, { receives: record.attributes.ApproximateReceiveCount });
        batchItemFailures.push({ itemIdentifier: record.messageId });
      }
    }
    // The line of the invocation is about the one message, or about none of them.
    if (Records.length !== 1) logAbout({});
    report({ batch: Records.length, batchFailures: batchItemFailures.length });
    return { batchItemFailures };
  });
}

async function handleMessage(
  handle: (content: unknown) => Promise<unknown>,
  record: SQSRecord,
): Promise<void> {
  const content = contentOf(record);
  const { traceparent } = (content ?? {}) as { traceparent?: string };
  await inProcessSpan(record, traceparent, async () => {
    await handle(content);
  });
}

/** What is no JSON is no event either, and fails as such. */
function contentOf({ body }: SQSRecord): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

async function handleEvent(handlers: Handlers, content: unknown): Promise<void> {
  const { type } = Typed.parse(content);
  if (!Object.hasOwn(handlers, type)) throw new Error(`this consumer does not know the event type ${type}`);
  const event: DomainEvent = EVENTS[type as EventType].schema.parse(content);
  const orderId = 'orderId' in event.data ? event.data.orderId : undefined;
  if (orderId) trace.getActiveSpan()?.setAttribute('order.id', orderId);
  addToLog({
    eventId: event.id,
    type,
    sequence: event.sequence,
    subject: event.subject,
    traceId: traceIdOf(event.traceparent),
    ...(orderId && { orderId }),
  });
  const handle = handlers[event.type] as (event: DomainEvent) => Promise<unknown>;
  await handle(event);
}
