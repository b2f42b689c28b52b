import {
  type Context,
  context,
  type Span,
  type SpanOptions,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

const tracer = trace.getTracer('shop');

interface Options extends SpanOptions {
  name: string;
  /** The context of the parent; the active one unless told. */
  under?: Context;
  /** Whether what is thrown is a failure. All is, by default; a rejection is an answer. */
  isFailure?: (thrown: unknown) => boolean;
}

/**
 * Does something within a span, which ends with it.
 *
 * @throws what `run` throws.
 * @example await inSpan({ name: 'process orders', kind: SpanKind.CONSUMER }, async (span) => handle(message));
 */
export async function inSpan<T>(
  { name, under = context.active(), isFailure = () => true, ...options }: Options,
  run: (span: Span) => Promise<T>,
): Promise<T> {
  const span = tracer.startSpan(name, options, under);
  try {
    return await context.with(trace.setSpan(under, span), () => run(span));
  } catch (thrown) {
    if (isFailure(thrown)) fail(span, thrown);
    throw thrown;
  } finally {
    span.end();
  }
}

/** Notes on a span why it has failed. */
export function fail(span: Span, thrown: unknown): void {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  span.recordException(error);
  span.setAttribute('error.type', error.name);
  span.setStatus({ code: SpanStatusCode.ERROR });
}
