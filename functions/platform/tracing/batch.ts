import { type Context, createContextKey, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { Invocation } from '../outcome.ts';
import type { RecordedSpan } from './span.ts';
import type { XRayContext } from './xray-header.ts';

/** The spans of one invocation, of whichever traces: they leave together at its end. */
export interface Batch {
  readonly spans: RecordedSpan[];
  /** What Lambda's environment says: in that trace, below that parent, Lambda itself has written the function's segment. */
  readonly lambda: XRayContext | undefined;
  /** The invocation itself, once it is known: a value more in the context would be a copy of it more. */
  invocation?: Invocation;
}

/** Where a context keeps its batch. A span that belongs to none, as before the first invocation, is recorded nowhere. */
export const BATCH = createContextKey('spans of the invocation');

export const batchOf = (context: Context): Batch | undefined => context.getValue(BATCH) as Batch | undefined;

/** What a function does for others: its own end, well or not, is what the trace is about. */
export const isEntry = ({ kind }: RecordedSpan): boolean =>
  kind === SpanKind.SERVER || kind === SpanKind.CONSUMER;

/**
 * The spans to send: those of sampled traces, and all of an invocation in which something failed, whatever was decided
 * where its trace began.
 */
export function toSend({ spans }: Batch): readonly RecordedSpan[] {
  const isWanted = spans.every((span) => span.isSampled()) || spans.some(hasFailed);
  return isWanted ? spans : spans.filter((span) => span.isSampled());
}

/** A call that failed is none: whoever made it has gone on. What is outermost here, as the publishing of one event, nobody has made. */
const hasFailed = (span: RecordedSpan, _: number, spans: readonly RecordedSpan[]): boolean =>
  span.status.code === SpanStatusCode.ERROR && (isEntry(span) || isOutermost(span, spans));

const isOutermost = ({ parentSpanId }: RecordedSpan, spans: readonly RecordedSpan[]): boolean =>
  spans.every((other) => other.spanContext().spanId !== parentSpanId);
