import { type Attributes, context, type Link, propagation, SpanKind, trace } from '@opentelemetry/api';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { inSpan } from './in-span.ts';
import { XRAY_HEADER } from './xray-header.ts';

/** The name of a record's queue. */
const queueOf = ({ eventSourceARN }: SQSRecord): string => eventSourceARN?.split(':').at(-1) ?? '';

const attributesOf = (queue: string): Attributes => ({
  'messaging.system.name': 'aws.sqs',
  'messaging.system': 'aws_sqs',
  'messaging.operation.type': 'process',
  'messaging.operation.name': 'process',
  'messaging.destination.name': queue,
});

/** Where a message's headers are: its publisher's traceparent, or what SQS has from X-Ray's header of the sending request. */
const carrierOf = ({ messageAttributes, attributes }: SQSRecord, written: string | undefined) => ({
  traceparent: messageAttributes?.traceparent?.stringValue ?? written,
  [XRAY_HEADER]: attributes?.AWSTraceHeader,
});

const getter = {
  keys: (carrier: object) => Object.keys(carrier),
  get: (carrier: Readonly<Record<string, string | undefined>>, name: string) => carrier[name],
};

/** The context in which a message was sent; `written` is the traceparent that stands in the message itself. */
const sentIn = (record: SQSRecord, written?: string) =>
  propagation.extract(context.active(), carrierOf(record, written), getter);

/**
 * Says on the invocation's span that it processes a batch, and links it to where each message was sent, as
 * https://opentelemetry.io/docs/specs/semconv/faas/aws-lambda/#sqs asks for.
 */
export function describeBatch({ Records }: SQSEvent): void {
  const span = trace.getActiveSpan();
  const here = span?.spanContext();
  const queue = Records[0] && queueOf(Records[0]);
  if (!span || !here || queue === undefined) return;
  span.updateName(`process ${queue}`);
  span.setAttributes(attributesOf(queue));
  const links = Records.map((record) => trace.getSpanContext(sentIn(record)));
  span.addLinks(links.filter((one) => one !== undefined && one.spanId !== here.spanId).map(linkTo));
}

const linkTo = (span: Link['context'] | undefined): Link => ({ context: span! });

/**
 * Processes one message of a batch in the trace in which it was sent, below its sending, with links to that and to the batch:
 * messages of one batch come from many traces, and each goes on in its own.
 *
 * @throws what `run` throws.
 */
export function inProcessSpan<T>(
  record: SQSRecord,
  written: string | undefined,
  run: () => Promise<T>,
): Promise<T> {
  const batch = trace.getSpanContext(context.active());
  const under = sentIn(record, written);
  const sent = trace.getSpanContext(under);
  const queue = queueOf(record);
  const links = [sent, batch].filter((one) => one !== undefined).map(linkTo);
  return inSpan(
    {
      name: `process ${queue}`,
      kind: SpanKind.CONSUMER,
      under,
      links,
      attributes: { ...attributesOf(queue), 'messaging.message.id': record.messageId },
    },
    run,
  );
}
