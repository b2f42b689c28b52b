import { randomBytes } from 'node:crypto';
import { BatchGetTracesCommand, PutTraceSegmentsCommand } from '@aws-sdk/client-xray';
import { type Lab, until } from '../lab.ts';
import { makeFunction, seenBy } from './functions.ts';

/** A segment or subsegment, as documents have it. */
export interface Part {
  id: string;
  name: string;
  origin?: string;
  parent_id?: string;
  in_progress?: boolean;
  fault?: boolean;
  subsegments?: Part[];
}

/** What the function `traced` logs. */
export interface Traced {
  header: string;
  asked?: string;
  sent?: string[];
}

export const hex = (digits: number): string => randomBytes(digits / 2).toString('hex');

/** A trace that a caller has begun. */
export function newTrace(sampled: 0 | 1 = 1) {
  const root = `1-${Math.floor(Date.now() / 1000).toString(16)}-${hex(24)}`;
  const parent = hex(16);
  return { root, parent, header: `Root=${root};Parent=${parent};Sampled=${sampled}` };
}

/** The parts of a header: Root, Parent, Sampled. */
export const parts = (header = ''): Record<string, string> =>
  Object.fromEntries(header.split(';').map((part) => part.split('=')));

/** A function that logs its trace header and sends a segment; Lambda's tracing is on by default. */
export const tracedFunction = (lab: Lab, Mode: 'Active' | 'PassThrough' = 'Active'): Promise<string> =>
  makeFunction(lab, 'traced', { TracingConfig: { Mode } });

/** What a traced function has logged, once it was invoked that often. */
export const saidBy = (lab: Lab, name: string, times = 1): Promise<Traced[]> =>
  until(`${times} calls of ${name}`, async () => {
    const said = await seenBy<Traced>(lab, name);
    return said.length >= times && said;
  });

/** The segments of a trace that have arrived so far. */
export async function segmentsOf(lab: Lab, traceId: string): Promise<Part[]> {
  const { Traces = [] } = await lab.clients.xray.send(new BatchGetTracesCommand({ TraceIds: [traceId] }));
  return (Traces[0]?.Segments ?? []).map(({ Document }) => JSON.parse(Document!));
}

/** A part and all below it. */
export const walk = (part: Part): Part[] => [part, ...(part.subsegments ?? []).flatMap(walk)];

/** Waits until a trace meets a condition. */
export const traceWith = (lab: Lab, traceId: string, has: (segments: Part[]) => boolean): Promise<Part[]> =>
  until(`the trace ${traceId}`, async () => {
    const segments = await segmentsOf(lab, traceId);
    return segments.length > 0 && has(segments) && segments;
  });

/** Puts a segment with additional fields. @returns the segments that X-Ray did not accept. */
export async function putSegment(lab: Lab, segment: object = {}) {
  const now = Date.now() / 1000;
  const whole = {
    trace_id: newTrace().root,
    id: hex(16),
    name: 'parity',
    start_time: now,
    end_time: now,
    ...segment,
  };
  const { UnprocessedTraceSegments = [] } = await lab.clients.xray.send(
    new PutTraceSegmentsCommand({ TraceSegmentDocuments: [JSON.stringify(whole)] }),
  );
  return { ...whole, unprocessed: UnprocessedTraceSegments };
}
