import { type SpanContext, TraceFlags } from '@opentelemetry/api';
import { isId } from './ids.ts';

/** `00-` + 32 digits + `-` + 16 digits + `-` + 2 digits. */
const LENGTH = 55;

/**
 * Reads a traceparent (https://www.w3.org/TR/trace-context/#traceparent-header): of a version that is not known yet, the
 * part that every version begins with. Of the flags only `sampled` has a meaning here.
 *
 * @returns undefined for what is none; then a new trace begins.
 */
export function readTraceparent(text: unknown): SpanContext | undefined {
  if (typeof text !== 'string' || text.length < LENGTH) return undefined;
  const [version = '', traceId = '', spanId = '', flags = '', ...more] = text.trim().split('-');
  if (!isByte(version) || version === 'ff' || (version === '00' && more.length > 0)) return undefined;
  if (!isId(traceId, 32) || !isId(spanId, 16) || !isByte(flags)) return undefined;
  const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED;
  return { traceId, spanId, traceFlags, isRemote: true };
}

const isByte = (text: string): boolean => text === '00' || isId(text, 2);

/** @example writeTraceparent(span.spanContext()) // 00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01 */
export const writeTraceparent = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-0${traceFlags & TraceFlags.SAMPLED}`;

/** The trace id in a traceparent: what lines of the log are found by. */
export const traceIdOf = (traceparent: string): string => traceparent.split('-')[1] ?? '';
