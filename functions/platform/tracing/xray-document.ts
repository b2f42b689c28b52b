import { type AttributeValue, type Link, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { Batch } from './batch.ts';
import type { RecordedSpan } from './span.ts';
import { xrayTraceId } from './xray-header.ts';

/** A segment or subsegment: https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html */
export interface Document {
  id: string;
  name: string;
  start_time: number;
  end_time: number;
  trace_id?: string;
  parent_id?: string;
  type?: 'subsegment';
  subsegments?: Document[];
  [field: string]: unknown;
}

/** What X-Ray does not take in a name, and how many characters it takes of it. */
const NOT_IN_NAMES = /[^\p{L}\p{N}\s_.:/%&#=+\\@-]/gu;
/** What most names are: the expression above knows all alphabets, and takes long to compile. */
const PLAIN_NAME = /^[\w\s.:/%&#=+\\@-]*$/;
const NAME_LENGTH = 200;

/** The attributes by which traces are looked for; X-Ray indexes fifty a trace. */
const ANNOTATED = /^(order\.|shop\.|faas\.coldstart$|http\.route$|error\.type$|service\.peer\.name$)/;

/**
 * Spans as X-Ray takes them: one document for each that has no parent here, with all that are below it inside. In a trace
 * that Lambda writes a segment of, that is a subsegment of it; in any other trace, as that of a message, a segment.
 */
export function documentsOf(spans: readonly RecordedSpan[], { lambda }: Pick<Batch, 'lambda'>): Document[] {
  const known = new Map(spans.map((span) => [span.spanContext().spanId, span]));
  const below = Map.groupBy(spans, ({ parentSpanId }) =>
    parentSpanId !== undefined && known.has(parentSpanId) ? parentSpanId : undefined,
  );
  const nested = (span: RecordedSpan): Document => {
    const children = below.get(span.spanContext().spanId) ?? [];
    return { ...document(span), ...(children.length > 0 && { subsegments: children.map(nested) }) };
  };
  return (below.get(undefined) ?? []).map((span) => {
    const { traceId } = span.spanContext();
    const isLambdas =
      lambda?.traceId === traceId && lambda.parentId !== undefined && lambda.sampled !== false;
    const parent = isLambdas && isEntry(span) ? lambda.parentId : span.parentSpanId;
    return {
      ...nested(span),
      trace_id: xrayTraceId(traceId),
      ...(parent && { parent_id: parent }),
      ...(isLambdas ? { type: 'subsegment' as const } : ownSegment(span)),
    };
  });
}

/** A segment is named after whose it is, which is a node of X-Ray's map; what its span is called is in the metadata. */
const ownSegment = (span: RecordedSpan) => ({
  origin: 'AWS::Lambda::Function',
  name: process.env.AWS_LAMBDA_FUNCTION_NAME ?? nameOf(span),
});

const isEntry = ({ kind }: RecordedSpan) => kind === SpanKind.SERVER || kind === SpanKind.CONSUMER;

function document(span: RecordedSpan): Document {
  const { attributes } = span;
  return {
    id: span.spanContext().spanId,
    name: nameOf(span),
    start_time: span.startTime / 1_000,
    end_time: (span.endTime ?? Date.now()) / 1_000,
    ...faultOf(span),
    ...http(attributes),
    ...aws(attributes),
    annotations: annotations(attributes),
    metadata: { otel: { name: span.name, kind: SpanKind[span.kind], ...attributes } },
    ...(span.links.length > 0 && { links: span.links.map(linkOf) }),
  };
}

/** Calls of AWS are named after the service, as X-Ray's own SDK does it, so that its map shows one node for each. */
function nameOf({ name, attributes }: RecordedSpan): string {
  const shown = attributes['rpc.system.name'] === 'aws-api' ? awsService(attributes) : name;
  return (PLAIN_NAME.test(shown) ? shown : shown.replace(NOT_IN_NAMES, '_')).slice(0, NAME_LENGTH);
}

const awsService = (attributes: RecordedSpan['attributes']): string =>
  String(attributes['rpc.method']).split('/')[0]!;

/** `fault` is ours, `error` the caller's, `throttle` that there was too much. */
function faultOf({ status, events, attributes }: RecordedSpan) {
  const code = Number(attributes['http.response.status_code'] ?? 0);
  const failed = status.code === SpanStatusCode.ERROR;
  const exceptions = events
    .filter(({ name }) => name === 'exception')
    .map(({ attributes: told }, index) => ({
      id: String(index + 1).padStart(16, '0'),
      type: told['exception.type'],
      message: told['exception.message'],
    }));
  return {
    ...(failed && (code < 400 || code >= 500) && { fault: true }),
    ...(code >= 400 && code < 500 && { error: true }),
    ...(code === 429 && { throttle: true }),
    ...(exceptions.length > 0 && { cause: { exceptions } }),
  };
}

function http(attributes: RecordedSpan['attributes']) {
  const status = attributes['http.response.status_code'];
  if (status === undefined) return {};
  const method = attributes['http.request.method'];
  const request = method ? { request: { method, url: attributes['http.route'] } } : {};
  return { http: { ...request, response: { status } } };
}

function aws(attributes: RecordedSpan['attributes']) {
  const method = attributes['rpc.method'];
  if (attributes['rpc.system.name'] !== 'aws-api') return {};
  return {
    namespace: 'aws',
    aws: {
      operation: String(method).split('/')[1],
      request_id: attributes['aws.request_id'],
      region: attributes['cloud.region'],
      table_name: attributes['db.collection.name'],
      queue_url: attributes['aws.sqs.queue.url'],
      topic_arn: attributes['aws.sns.topic.arn'],
      retries: attributes['http.request.resend_count'],
    },
  };
}

/** X-Ray takes letters, digits and underscores in the names of annotations, and single values. */
function annotations(attributes: RecordedSpan['attributes']): Record<string, AttributeValue> {
  const found: Record<string, AttributeValue> = {};
  for (const name in attributes) {
    const as = annotationOf(name);
    const value = attributes[name];
    if (as !== undefined && value !== undefined && !Array.isArray(value)) found[as] = value;
  }
  return found;
}

/** What attributes are called as annotations; undefined for those that are none. Code names them, so there are few. */
const known = new Map<string, string | undefined>();

function annotationOf(name: string): string | undefined {
  if (!known.has(name)) known.set(name, ANNOTATED.test(name) ? name.replace(/\W/g, '_') : undefined);
  return known.get(name);
}

/** As OpenTelemetry's collector writes links for X-Ray: the SDK of X-Ray knows none. */
const linkOf = ({ context }: Link) => ({ trace_id: xrayTraceId(context.traceId), id: context.spanId });
