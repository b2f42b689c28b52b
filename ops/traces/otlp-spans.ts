import type { Span } from './span.ts';

const KINDS = { INTERNAL: 1, SERVER: 2, CLIENT: 3, PRODUCER: 4, CONSUMER: 5 };
const STATUS_ERROR = 2;

/** Spans in OTLP's JSON, by service: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
export function otlpDocument(spans: readonly (Span & { end: number })[]): object {
  const services = Map.groupBy(spans, ({ service }) => service);
  return {
    resourceSpans: [...services].map(([service, own]) => ({
      resource: { attributes: attributesOf({ 'service.name': service }) },
      scopeSpans: [{ scope: { name: 'x-ray' }, spans: own.map(otlpSpan) }],
    })),
  };
}

function otlpSpan(span: Span & { end: number }): object {
  const { traceId, id, parentId, name, kind, start, end, attributes, failure, exceptions, links } = span;
  return {
    traceId,
    spanId: id,
    ...(parentId && { parentSpanId: parentId }),
    name,
    kind: KINDS[kind],
    startTimeUnixNano: nanoseconds(start),
    endTimeUnixNano: nanoseconds(end),
    attributes: attributesOf(attributes),
    events: exceptions.map(({ type, message }) => ({
      name: 'exception',
      timeUnixNano: nanoseconds(end),
      attributes: attributesOf({ 'exception.type': type, 'exception.message': message }),
    })),
    links: links.map((link) => ({ traceId: link.traceId, spanId: link.id })),
    // What the caller did wrong is no failure of a span that answered it.
    status: failure === 'fault' ? { code: STATUS_ERROR } : {},
  };
}

/** They are 64 bits wide, which JSON carries as text. */
const nanoseconds = (ms: number): string =>
  `${Math.floor(ms)}${String(Math.floor((ms % 1) * 1e6)).padStart(6, '0')}`;

const attributesOf = (attributes: Span['attributes']): object[] =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));

function anyValue(value: string | number | boolean): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}
