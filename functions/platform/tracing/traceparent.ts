import { type SpanContext, TraceFlags } from '@opentelemetry/api';

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const ZEROS = /^0+$/;

/**
 * Reads a traceparent (https://www.w3.org/TR/trace-context/#traceparent-header): of a version that is not known yet, the
 * part that every version begins with. Of the flags only `sampled` has a meaning here.
 *
 * @returns undefined for what is none; then a new trace begins.
 */
export function readTraceparent(text: unknown): SpanContext | undefined {
  if (typeof text !== 'string') return undefined;
  const [, version, traceId, spanId, flags, more] = TRACEPARENT.exec(text.trim()) ?? [];
  if (!version || !traceId || !spanId || !flags || version === 'ff') return undefined;
  if ((version === '00' && more !== undefined) || ZEROS.test(traceId) || ZEROS.test(spanId)) return undefined;
  const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED;
  return { traceId, spanId, traceFlags, isRemote: true };
}

/** @example writeTraceparent(span.spanContext()) // 00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01 */
export const writeTraceparent = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-0${traceFlags & TraceFlags.SAMPLED}`;

/** The trace id in a traceparent: what lines of the log are found by. */
export const traceIdOf = (traceparent: string): string => traceparent.split('-')[1] ?? '';
