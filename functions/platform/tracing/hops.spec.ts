import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import './register.ts';
import { beginTrace } from './entry.ts';
import { inTraceOf } from './in-trace-of.ts';
import { describeBatch, inProcessSpan } from './messages.ts';
import { inPublishSpan } from './publishing.ts';
import type { RecordedSpan } from './span.ts';

const TRACE = '5759e988bd862e3fe1be46a994272793';
const SENT = '53995c3f42cd8ad8';
const WRITTEN = '00000000000000aa';
const written = `00-${TRACE}-${WRITTEN}-01`;
const attribute = { traceparent: { stringValue: `00-${TRACE}-${SENT}-01`, dataType: 'String' } };
const AWSTraceHeader = `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=${SENT};Sampled=1`;

const record = (more: object = {}) =>
  ({
    messageId: 'm-1',
    eventSourceARN: 'arn:aws:sqs:us-east-1:123456789012:shop-test-count-demand',
    attributes: {},
    messageAttributes: {},
    body: '{}',
    ...more,
  }) as SQSRecord;

/** Runs something in an invocation, and gives its span and those below. */
async function spansOf(run: () => unknown): Promise<[entry: RecordedSpan, ...others: RecordedSpan[]]> {
  const { context: within, batch } = beginTrace('shop', SpanKind.CONSUMER);
  await context.with(within, async () => run()).catch(() => {});
  return batch.spans as [RecordedSpan, ...RecordedSpan[]];
}
const idOf = (span: RecordedSpan) => span.spanContext().spanId;
const linksOf = ({ links }: RecordedSpan) => links.map((link) => link.context.spanId);

describe('a message of a batch', () => {
  it.each([
    ['by its attribute', { messageAttributes: attribute }, SENT],
    ['by the header that SQS keeps, where there is no attribute', { attributes: { AWSTraceHeader } }, SENT],
    [
      'by its attribute, which is nearer than the header',
      { messageAttributes: attribute, attributes: { AWSTraceHeader: AWSTraceHeader.replace(SENT, WRITTEN) } },
      SENT,
    ],
    ['by itself, where nothing else is', {}, WRITTEN],
  ])('is processed where it was sent, known %s', async (_, more, parent) => {
    const inside = record(more);
    const text = 'attributes' in more && !('messageAttributes' in more) ? undefined : written;
    const [batch, one] = await spansOf(() => inProcessSpan(inside, text, async () => {}));
    expect(one).toMatchObject({
      name: 'process shop-test-count-demand',
      kind: SpanKind.CONSUMER,
      parentSpanId: parent,
    });
    expect(one!.spanContext().traceId).toBe(TRACE);
    expect(linksOf(one!)).toEqual([parent, idOf(batch)]);
    expect(one!.attributes).toMatchObject({
      'messaging.system.name': 'aws.sqs',
      'messaging.operation.type': 'process',
      'messaging.destination.name': 'shop-test-count-demand',
      'messaging.message.id': 'm-1',
    });
  });

  it('that says nothing of a trace is processed in that of its batch', async () => {
    const [batch, one] = await spansOf(() => inProcessSpan(record(), undefined, async () => {}));
    expect(one!.parentSpanId).toBe(idOf(batch));
    expect(one!.spanContext().traceId).toBe(batch.spanContext().traceId);
  });

  it('that fails says so, and its batch does not', async () => {
    const [batch, one] = await spansOf(() =>
      inProcessSpan(record(), written, () => Promise.reject(new Error('away'))),
    );
    expect(one!.status.code).toBe(SpanStatusCode.ERROR);
    expect(batch.status.code).toBe(SpanStatusCode.UNSET);
  });

  it('is linked from its batch, which is named after the queue', async () => {
    const Records = [
      record({ messageAttributes: attribute }),
      record(),
      record({ attributes: { AWSTraceHeader } }),
    ];
    const [batch] = await spansOf(() => describeBatch({ Records } as SQSEvent));
    expect(batch.name).toBe('process shop-test-count-demand');
    expect(linksOf(batch)).toEqual([SENT, SENT]);
  });
});

describe('an event', () => {
  it('is published in the trace of what wrote it, with a link to the batch of records', async () => {
    const event = { type: 'order.created', traceparent: written, data: { orderId: 'o-1' } };
    const [batch, one] = await spansOf(() => inPublishSpan(event, async () => {}));
    expect(one).toMatchObject({ name: 'publish order.created', parentSpanId: WRITTEN });
    expect(one!.spanContext().traceId).toBe(TRACE);
    expect(linksOf(one!)).toEqual([idOf(batch)]);
    expect(one!.attributes['order.id']).toBe('o-1');
  });

  it('whose traceparent is none is published all the same', async () => {
    const event = { type: 'order.created', traceparent: 'oops' };
    const [batch, one] = await spansOf(() => inPublishSpan(event, async () => {}));
    expect(one!.parentSpanId).toBe(idOf(batch));
  });
});

describe('what is done to an order later', () => {
  it('is in the trace of the order, with a link to where it is done', async () => {
    let inside: string | undefined;
    const [entry, one] = await spansOf(() =>
      inTraceOf(written, 'redrive order', async () => {
        inside = trace.getActiveSpan()?.spanContext().traceId;
      }),
    );
    expect(one).toMatchObject({ name: 'redrive order', parentSpanId: WRITTEN });
    expect(inside).toBe(TRACE);
    expect(linksOf(one!)).toEqual([idOf(entry)]);
  });

  it.each([
    ['that has none', undefined],
    ['whose trace is none', 'oops'],
  ])('is where it is for an order %s', async (_, traceparent) => {
    const spans = await spansOf(() => inTraceOf(traceparent, 'redrive order', async () => {}));
    expect(spans).toHaveLength(1);
  });
});
