import { type Context, ROOT_CONTEXT, type Span, type SpanKind, TraceFlags, trace } from '@opentelemetry/api';
import { BATCH, type Batch } from './batch.ts';
import { newSpanId, newTraceId } from './ids.ts';
import { isSampled, readSampler } from './sampling.ts';
import { RecordedSpan } from './span.ts';
import { readTraceparent } from './traceparent.ts';
import { readXRay, XRAY_HEADER, XRAY_VARIABLE } from './xray-header.ts';

/** What names the caller's span: headers of a request, or fields of an input. Their names are looked for in any case. */
export type Carrier = Readonly<Record<string, unknown>>;

interface Origin {
  traceId: string;
  parentSpanId: string | undefined;
  traceFlags: TraceFlags;
}

const sampler = readSampler(process.env);

/**
 * Where an invocation comes from. The trace is the caller's: its traceparent's, or else its X-Ray header's, or else the one
 * that Lambda has in its environment. API Gateway and Lambda write segments of their own into X-Ray's trace, whose ids are
 * in the header and the environment; they are parents there (xray-document.ts), but no backend of OpenTelemetry knows them.
 */
export function originOf(carrier: Carrier, environment: string | undefined): Origin {
  const parent = readTraceparent(valueIn(carrier, TRACEPARENT));
  const header = readXRay(valueIn(carrier, XRAY_IN_LOWER_CASE));
  const lambda = readXRay(environment);
  const traceId = parent?.traceId ?? header?.traceId ?? lambda?.traceId ?? newTraceId();
  const isOthers = header !== undefined && header.traceId !== lambda?.traceId;
  const sampled = isSampled(sampler, {
    parent: parent ? parent.traceFlags === TraceFlags.SAMPLED : isOthers ? header.sampled : undefined,
    lambda: lambda?.sampled,
    traceId,
  });
  return {
    traceId,
    parentSpanId: parent ? parent.spanId : isOthers ? header.parentId : undefined,
    traceFlags: sampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
  };
}

const TRACEPARENT = 'traceparent';
const XRAY_IN_LOWER_CASE = XRAY_HEADER.toLowerCase();

/** A field by its name in lower case, however it is written; of several, as API Gateway gives it, the last. */
function valueIn(carrier: Carrier, name: string): string | undefined {
  for (const key in carrier) {
    if (key.length !== name.length || key.toLowerCase() !== name) continue;
    const value = carrier[key];
    return typeof value === 'string' ? value : undefined;
  }
  return undefined;
}

/** The trace of one invocation: its own span, the context in which its handler runs, and all spans of it. */
export interface EntryTrace {
  span: Span;
  context: Context;
  batch: Batch;
}

/** Begins an invocation's trace, or its part of it. */
export function beginTrace(
  name: string,
  kind: SpanKind.SERVER | SpanKind.CONSUMER,
  carrier: Carrier = {},
): EntryTrace {
  const environment = process.env[XRAY_VARIABLE];
  const { parentSpanId, traceId, traceFlags } = originOf(carrier, environment);
  const span = new RecordedSpan({
    name,
    kind,
    context: { traceId, spanId: newSpanId(), traceFlags },
    parentSpanId,
  });
  const batch: Batch = { spans: [span], lambda: readXRay(environment) };
  return { span, batch, context: trace.setSpan(ROOT_CONTEXT.setValue(BATCH, batch), span) };
}
