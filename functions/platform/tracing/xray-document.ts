import { type Attributes, type Link, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { expression } from '../../contracts/expression.ts';
import { isPlain } from '../log/plain-text.ts';
import { type Batch, isEntry } from './batch.ts';
import type { RecordedEvent, RecordedSpan } from './span.ts';
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

/** X-Ray takes no longer names, in characters. */
const NAME_LENGTH = 200;

/** The attributes by which traces are looked for, and those that begin with `order.` or `shop.`; X-Ray indexes fifty a trace. */
const ANNOTATED = ['faas.coldstart', 'http.route', 'error.type', 'server.service.name'];

/** What an attribute is called as an annotation, if it is one: letters, digits and underscores. Code names attributes, so there are few. */
const annotationNames = new Map<string, string | undefined>();

/**
 * Spans as X-Ray takes them: one document for each that has no parent here, with all that are below it inside. In a trace
 * that Lambda writes a segment of, that is a subsegment of it; in any other trace, as that of a message, a segment.
 */
export function documentsOf(spans: readonly RecordedSpan[], { lambda }: Pick<Batch, 'lambda'>): Document[] {
  const documents = new Map<string, Document>();
  for (const span of spans) documents.set(span.spanContext().spanId, documentOf(span));
  const outermost: Document[] = [];
  for (const span of spans) {
    const { spanId, traceId } = span.spanContext();
    const document = documents.get(spanId)!;
    const above = span.parentSpanId === undefined ? undefined : documents.get(span.parentSpanId);
    if (above) {
      above.subsegments ??= [];
      above.subsegments.push(document);
      continue;
    }
    const isLambdas =
      lambda?.traceId === traceId && lambda.parentId !== undefined && lambda.sampled !== false;
    const parent = isLambdas && isEntry(span) ? lambda.parentId : span.parentSpanId;
    document.trace_id = xrayTraceId(traceId);
    if (parent) document.parent_id = parent;
    if (isLambdas) document.type = 'subsegment';
    else asSegment(document);
    outermost.push(document);
  }
  return outermost;
}

/** A segment is named after whose it is, which is a node of X-Ray's map; what its span is called is in the metadata. */
function asSegment(document: Document): void {
  document.origin = 'AWS::Lambda::Function';
  document.name = process.env.AWS_LAMBDA_FUNCTION_NAME ?? document.name;
}

function documentOf(span: RecordedSpan): Document {
  const { name, kind, attributes, events, links, status } = span;
  const code = attributes['http.response.status_code'] as number | undefined;
  const document: Document = {
    id: span.spanContext().spanId,
    name,
    start_time: span.startTime / 1_000,
    end_time: (span.endTime ?? Date.now()) / 1_000,
  };
  if (attributes['rpc.system.name'] === 'aws-api') describeAwsCall(document, attributes);
  document.name = nameFor(document.name);
  if (code !== undefined) describeAnswer(document, code, attributes);
  // `fault` is ours, `error` the caller's.
  if (status.code === SpanStatusCode.ERROR && !document.error) document.fault = true;
  document.annotations = annotationsOf(attributes);
  document.metadata = { otel: { name, kind: SpanKind[kind], ...attributes } };
  if (events.length > 0) describeExceptions(document, events);
  if (links.length > 0) document.links = links.map(linkOf);
  return document;
}

/** What X-Ray does not take in a name. */
const unwritable = expression(String.raw`[^\p{L}\p{N}\s_.:/%&#=+\\@-]`, 'gu');

/** A name without what X-Ray does not take in it. Most are plain. */
function nameFor(name: string): string {
  const plain = name.replaceAll('{', '_').replaceAll('}', '_');
  const taken = isPlain(plain) ? plain : plain.replace(unwritable(), '_');
  return taken.slice(0, NAME_LENGTH);
}

/** An answer by its status: `throttle` is that there was too much. */
function describeAnswer(document: Document, status: number, attributes: Attributes): void {
  const method = attributes['http.request.method'];
  const response = { status };
  document.http = method ? { request: { method, url: attributes['http.route'] }, response } : { response };
  if (status >= 400 && status < 500) document.error = true;
  if (status === 429) document.throttle = true;
}

/** Calls of AWS are named after the service, as X-Ray's own SDK does it, so that its map shows one node for each. */
function describeAwsCall(document: Document, attributes: Attributes): void {
  const [service = '', operation] = String(attributes['rpc.method']).split('/');
  document.name = service;
  document.namespace = 'aws';
  document.aws = {
    operation,
    request_id: attributes['aws.request_id'],
    region: attributes['cloud.region'],
    table_name: attributes['db.collection.name'],
    queue_url: attributes['aws.sqs.queue.url'],
    topic_arn: attributes['aws.sns.topic.arn'],
    retries: attributes['http.request.resend_count'],
  };
}

function describeExceptions(document: Document, events: readonly RecordedEvent[]): void {
  const exceptions = events
    .filter(({ name }) => name === 'exception')
    .map(({ attributes }, index) => ({
      id: String(index + 1).padStart(16, '0'),
      type: attributes['exception.type'],
      message: attributes['exception.message'],
    }));
  if (exceptions.length > 0) document.cause = { exceptions };
}

/** What can be looked for: single values. */
function annotationsOf(attributes: Attributes): Attributes {
  const found: Attributes = {};
  for (const name in attributes) {
    if (!annotationNames.has(name)) annotationNames.set(name, annotationName(name));
    const annotation = annotationNames.get(name);
    const value = attributes[name];
    if (annotation !== undefined && value !== undefined && !Array.isArray(value)) found[annotation] = value;
  }
  return found;
}

const annotationName = (name: string): string | undefined =>
  ANNOTATED.includes(name) || name.startsWith('order.') || name.startsWith('shop.')
    ? name.replaceAll('.', '_')
    : undefined;

/** As OpenTelemetry's collector writes links for X-Ray: the SDK of X-Ray knows none. */
const linkOf = ({ context }: Link) => ({ trace_id: xrayTraceId(context.traceId), id: context.spanId });
