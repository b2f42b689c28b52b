import { context, SpanKind, trace } from '@opentelemetry/api';
import { inSpan } from './in-span.ts';
import { readTraceparent } from './traceparent.ts';

/**
 * Does something on account of another trace, within a span of that trace which links to where it is done: an order is in
 * one trace, whoever cancels or redrives it later. Without another trace it is done where it is.
 *
 * @throws what `run` throws.
 * @example await inTraceOf(order.traceparent, 'redrive order', () => startRedrive(order));
 */
export function inTraceOf<T>(
  traceparent: string | undefined,
  name: string,
  run: () => Promise<T>,
): Promise<T> {
  const other = readTraceparent(traceparent);
  const here = trace.getSpanContext(context.active());
  if (!other || !here || other.traceId === here.traceId) return run();
  const under = trace.setSpanContext(context.active(), other);
  return inSpan({ name, kind: SpanKind.INTERNAL, under, links: [{ context: here }] }, run);
}
