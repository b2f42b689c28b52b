import { context, SpanKind, trace } from '@opentelemetry/api';
import { inSpan } from './in-span.ts';
import { readTraceparent } from './traceparent.ts';

interface Publishing {
  type: string;
  traceparent: string;
  data?: unknown;
}

/**
 * Publishes an event in the trace of what wrote it, and not in that of the publisher, which has events of many traces in one
 * batch: the span is below the writing one, and links to the batch.
 *
 * @throws what `run` throws.
 */
export function inPublishSpan<T>({ type, traceparent, data }: Publishing, run: () => Promise<T>): Promise<T> {
  const batch = trace.getSpanContext(context.active());
  const written = readTraceparent(traceparent);
  const { orderId } = (data ?? {}) as { orderId?: unknown };
  return inSpan(
    {
      name: `publish ${type}`,
      kind: SpanKind.INTERNAL,
      under: written ? trace.setSpanContext(context.active(), written) : context.active(),
      links: batch ? [{ context: batch }] : [],
      attributes: {
        'cloudevents.event_type': type,
        ...(typeof orderId === 'string' && { 'order.id': orderId }),
      },
    },
    run,
  );
}
