import { type SpanContext, TraceFlags } from '@opentelemetry/api';
import { isId } from './ids.ts';

/** The name of X-Ray's header, and of the environment variable in which Lambda hands it to a function. */
export const XRAY_HEADER = 'X-Amzn-Trace-Id';
export const XRAY_VARIABLE = '_X_AMZN_TRACE_ID';

/** What X-Ray's notation says of a trace. */
export interface XRayContext {
  /** As W3C writes it: the 32 digits of the root. */
  traceId: string;
  /** None when the header came from a load balancer, or begins a trace. */
  parentId?: string;
  /** Undefined when nothing is decided yet. */
  sampled?: boolean;
  /** How often the request has come by here: Lambda stops loops by it, so it goes out as it came in. */
  lineage?: string;
}

/**
 * Reads X-Ray's header (https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader);
 * its fields stand in any order, and what is not known is passed over.
 *
 * @example readXRay('Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1')
 */
export function readXRay(text: string | undefined): XRayContext | undefined {
  if (text === undefined) return undefined;
  if (text !== known.text) known = { text, context: read(text) };
  return known.context;
}

/** What was read last: Lambda's own header is read by every call that an invocation makes. */
let known: { text?: string; context?: XRayContext | undefined } = {};

function read(text: string): XRayContext | undefined {
  let root = '';
  const context: Omit<XRayContext, 'traceId'> = {};
  for (const part of text.split(';')) {
    const at = part.indexOf('=');
    const name = part.slice(0, at).trim();
    const value = part.slice(at + 1).trim();
    if (name === 'Root') root = value;
    else if (name === 'Parent' && isId(value, 16)) context.parentId = value;
    else if (name === 'Sampled' && (value === '0' || value === '1')) context.sampled = value === '1';
    else if (name === 'Lineage' && value) context.lineage = value;
  }
  const traceId = root.slice(2, 10) + root.slice(11);
  return root === xrayTraceId(traceId) && isId(traceId, 32) ? { traceId, ...context } : undefined;
}

/** A trace id as X-Ray writes it: `1-5759e988-bd862e3fe1be46a994272793`. */
export const xrayTraceId = (traceId: string): string => `1-${traceId.slice(0, 8)}-${traceId.slice(8)}`;

/** A span as the header of what it calls. */
export function writeXRay({ traceId, spanId, traceFlags }: SpanContext, lineage?: string): string {
  const sampled = traceFlags & TraceFlags.SAMPLED;
  const header = `Root=${xrayTraceId(traceId)};Parent=${spanId};Sampled=${sampled}`;
  return lineage ? `${header};Lineage=${lineage}` : header;
}
