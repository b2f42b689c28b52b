import { context, trace } from '@opentelemetry/api';
import type { Call, Input } from './aws-call.ts';
import { readTraceparent, writeTraceparent } from './traceparent.ts';
import { writeXRay } from './xray-header.ts';

/** SNS and SQS take so many attributes of a message; one more, and they refuse it. */
const MOST_ATTRIBUTES = 10;

/** A message larger than this (bytes) goes without one: SNS takes 256 KiB, attributes included. */
const MOST_BYTES = 255 * 1024;

/**
 * A request with the running span in it, where AWS hands nothing on by itself: SNS drops headers of HTTP on its way to queues, if
 * they were not X-Ray's, and Step Functions hands its input to each task.
 */
export function propagated({ service, operation }: Call, input: Input): Input {
  const span = trace.getSpanContext(context.active());
  if (!span) return input;
  const traceparent = writeTraceparent(span);
  if (service === 'SNS' && operation === 'Publish') return withAttribute(input, traceparent);
  if (service === 'SFN' && operation === 'StartExecution')
    return { ...input, traceHeader: writeXRay(span), input: withField(input.input, traceparent) };
  return input;
}

function withAttribute(input: Input, traceparent: string): Input {
  const attributes = (input.MessageAttributes ?? {}) as object;
  if (Object.keys(attributes).length >= MOST_ATTRIBUTES) return input;
  if (Buffer.byteLength(String(input.Message)) > MOST_BYTES) return input;
  const added = { traceparent: { DataType: 'String', StringValue: traceparent } };
  return { ...input, MessageAttributes: { ...attributes, ...added } };
}

/** An execution's input with a traceparent; one that has one, or is no object, stays as it is. */
function withField(text: unknown, traceparent: string): unknown {
  if (typeof text !== 'string') return text;
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return text;
  if (readTraceparent((value as { traceparent?: unknown }).traceparent)) return text;
  return JSON.stringify({ ...value, traceparent });
}
