import { type SpanContext, TraceFlags } from '@opentelemetry/api';

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

const ROOT = /^1-([0-9a-f]{8})-([0-9a-f]{24})$/;
const SPAN = /^[0-9a-f]{16}$/;
const ZEROS = /^0+$/;

/**
 * Reads X-Ray's header (https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader);
 * its fields stand in any order, and what is not known is passed over.
 *
 * @example readXRay('Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1')
 */
export function readXRay(text: string | undefined): XRayContext | undefined {
  if (text !== known.text) known = { text, context: read(text) };
  return known.context;
}

/** What was read last: Lambda's own header is read by every call that an invocation makes. */
let known: { text: string | undefined; context: XRayContext | undefined } = {
  text: undefined,
  context: undefined,
};

function read(text: string | undefined): XRayContext | undefined {
  const fields: Record<string, string | undefined> = {};
  for (const part of text?.split(';') ?? []) {
    const at = part.indexOf('=');
    if (at > 0) fields[part.slice(0, at).trim()] = part.slice(at + 1).trim();
  }
  const { Root = '', Parent = '', Sampled, Lineage } = fields;
  const [, time, unique] = ROOT.exec(Root) ?? [];
  if (!time || !unique || ZEROS.test(time + unique)) return undefined;
  return {
    traceId: time + unique,
    ...(SPAN.test(Parent) && !ZEROS.test(Parent) && { parentId: Parent }),
    ...((Sampled === '0' || Sampled === '1') && { sampled: Sampled === '1' }),
    ...(Lineage && { lineage: Lineage }),
  };
}

/** A trace id as X-Ray writes it: `1-5759e988-bd862e3fe1be46a994272793`. */
export const xrayTraceId = (traceId: string): string => `1-${traceId.slice(0, 8)}-${traceId.slice(8)}`;

/** A span as the header of what it calls. */
export function writeXRay({ traceId, spanId, traceFlags }: SpanContext, lineage?: string): string {
  const sampled = traceFlags & TraceFlags.SAMPLED;
  const header = `Root=${xrayTraceId(traceId)};Parent=${spanId};Sampled=${sampled}`;
  return lineage ? `${header};Lineage=${lineage}` : header;
}
