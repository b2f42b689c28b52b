import {
  type Context,
  type SpanContext,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { readTraceparent, writeTraceparent } from './traceparent.ts';
import { readXRay, writeXRay, XRAY_HEADER, XRAY_VARIABLE } from './xray-header.ts';

export const TRACEPARENT = 'traceparent';

/**
 * W3C Trace Context and X-Ray's header in one. Coming in, traceparent counts before X-Ray's header: API Gateway makes one of
 * its own for every request, which would cut off a caller who speaks W3C. Going out it writes both, and keeps Lambda's lineage.
 */
export class Propagator implements TextMapPropagator {
  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    const span = trace.getSpanContext(context);
    if (!span) return;
    setter.set(carrier, TRACEPARENT, writeTraceparent(span));
    setter.set(carrier, XRAY_HEADER, writeXRay(span, readXRay(process.env[XRAY_VARIABLE])?.lineage));
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    const text = (name: string) => {
      const value = getter.get(carrier, name);
      return Array.isArray(value) ? value.at(-1) : value;
    };
    const found = readTraceparent(text(TRACEPARENT)) ?? fromXRay(text(XRAY_HEADER));
    return found ? trace.setSpanContext(context, found) : context;
  }

  fields(): string[] {
    return [TRACEPARENT, XRAY_HEADER];
  }
}

/** A header without a parent names a trace in which no span is known: nothing can be below it. */
function fromXRay(text: string | undefined): SpanContext | undefined {
  const { traceId, parentId, sampled } = readXRay(text) ?? {};
  if (!traceId || !parentId) return undefined;
  const traceFlags = sampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  return { traceId, spanId: parentId, traceFlags, isRemote: true };
}
