import { context, TraceFlags, trace } from '@opentelemetry/api';
import { newSpanId, newTraceId } from './ids.ts';
import { writeTraceparent } from './traceparent.ts';

/**
 * The running span as a traceparent, for what is done later on its account. Outside of an invocation a new trace begins.
 *
 * @example currentTraceparent() // 00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01
 */
export const currentTraceparent = (): string =>
  writeTraceparent(
    trace.getSpanContext(context.active()) ?? {
      traceId: newTraceId(),
      spanId: newSpanId(),
      traceFlags: TraceFlags.SAMPLED,
    },
  );

/** The id of the running trace; undefined outside of an invocation. */
export const currentTraceId = (): string | undefined => trace.getSpanContext(context.active())?.traceId;
