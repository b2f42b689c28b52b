import type { Attributes, AttributeValue } from '@opentelemetry/api';
import type { RecordedEvent, RecordedSpan } from './span.ts';

/** SpanStatusCode.UNSET, which this module does not import: it is loaded late, and what it shared with others Bun would wrap there, too. */
const UNSET = 0;

/** Nanoseconds in OTLP are 64 bits wide, which JSON carries as text. */
const nanoseconds = (ms: number): string =>
  `${Math.floor(ms)}${String(Math.floor((ms % 1) * 1e6)).padStart(6, '0')}`;

function anyValue(value: AttributeValue): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number')
    return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  const values = Array.isArray(value) ? (value as AttributeValue[]) : [];
  return { arrayValue: { values: values.map(anyValue) } };
}

const attributesOf = (attributes: Attributes = {}): object[] =>
  Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: anyValue(value) }],
  );

const eventOf = ({ name, time, attributes }: RecordedEvent) => ({
  name,
  timeUnixNano: nanoseconds(time),
  attributes: attributesOf(attributes),
});

/** OTLP's kinds begin with 1 where the API's begin with 0. */
const kindOf = ({ kind }: RecordedSpan): number => kind + 1;

function spanOf(span: RecordedSpan) {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return {
    traceId,
    spanId,
    ...(span.parentSpanId && { parentSpanId: span.parentSpanId }),
    flags: traceFlags,
    name: span.name,
    kind: kindOf(span),
    startTimeUnixNano: nanoseconds(span.startTime),
    endTimeUnixNano: nanoseconds(span.endTime ?? Date.now()),
    attributes: attributesOf(span.attributes),
    events: span.events.map(eventOf),
    links: span.links.map(({ context, attributes }) => ({
      traceId: context.traceId,
      spanId: context.spanId,
      attributes: attributesOf(attributes),
    })),
    status: span.status.code === UNSET ? {} : span.status,
  };
}

/** Spans in OTLP's JSON: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
export const otlpOf = (spans: readonly RecordedSpan[], resource: Attributes): string =>
  JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: attributesOf(resource) },
        scopeSpans: [{ scope: { name: 'shop' }, spans: spans.map(spanOf) }],
      },
    ],
  });
