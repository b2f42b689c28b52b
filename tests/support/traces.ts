import { BatchGetTracesCommand, XRayClient } from '@aws-sdk/client-xray';
import type { Answer } from '../../ops/shop-driver/answer.ts';
import { type CollectedSpan, collected } from './collector.ts';
import { clientConfig } from './engine.ts';

/** A span, whoever tells of it. */
export interface SeenSpan {
  id: string;
  parent: string | undefined;
  /** A call of AWS by service and operation, as in `DynamoDB.GetItem`, or `send` and where; all others by name. */
  name: string;
  attributes: Record<string, unknown>;
  /** The spans that it links to, by id. */
  links: string[];
  failed: boolean;
}

const xray = new XRayClient(clientConfig());

interface Segment {
  id: string;
  parent_id?: string;
  name: string;
  aws?: { operation?: string };
  fault?: boolean;
  metadata?: { otel?: Record<string, unknown> };
  links?: { id: string }[];
  subsegments?: Segment[];
}

/** A trace as the engine's X-Ray tells it, segments of AWS's own services included. */
export async function xrayTrace(traceId: string): Promise<SeenSpan[]> {
  const id = `1-${traceId.slice(0, 8)}-${traceId.slice(8)}`;
  const segments: Segment[] = [];
  let NextToken: string | undefined;
  do {
    const page = await xray.send(new BatchGetTracesCommand({ TraceIds: [id], NextToken }));
    for (const { Segments = [] } of page.Traces ?? [])
      segments.push(...Segments.map(({ Document }) => JSON.parse(Document!) as Segment));
    NextToken = page.NextToken;
  } while (NextToken);
  const flat = (segment: Segment, parent = segment.parent_id): SeenSpan[] => [
    {
      id: segment.id,
      parent,
      name: segment.aws?.operation
        ? `${segment.name}.${segment.aws.operation}`
        : String(segment.metadata?.otel?.name ?? segment.name),
      attributes: segment.metadata?.otel ?? {},
      links: (segment.links ?? []).map((link) => link.id),
      failed: segment.fault ?? false,
    },
    ...(segment.subsegments ?? []).flatMap((one) => flat(one, segment.id)),
  ];
  return segments.flatMap((segment) => flat(segment));
}

/** Whether functions of this project recorded a span: between theirs, X-Ray has segments of AWS's own services. */
export const isOurs = ({ attributes }: SeenSpan): boolean => Object.keys(attributes).length > 0;

/** What caused a span, of what functions recorded. */
export function causeOf(span: SeenSpan, spans: readonly SeenSpan[]): SeenSpan | undefined {
  const above = spans.find(({ id }) => id === span.parent);
  return above && !isOurs(above) ? causeOf(above, spans) : above;
}

/** The trace that an answer names. */
export const traceOf = ({ headers }: Pick<Answer, 'headers'>): string =>
  /traceparent;desc="00-([0-9a-f]{32})-/.exec(headers.get('server-timing') ?? '')?.[1] ?? '';

const attributesOf = ({ attributes }: CollectedSpan) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue ?? value]));

const AWS_CALL = /^[A-Za-z]+\/[A-Za-z]+$/;

/** A trace as the collector has it: what functions recorded, and nothing else. */
export async function otlpTrace(traceId: string): Promise<SeenSpan[]> {
  return (await collected(traceId)).map((span) => {
    const attributes = attributesOf(span);
    const method = String(attributes['rpc.method'] ?? '');
    return {
      id: span.spanId,
      parent: span.parentSpanId,
      name:
        attributes['rpc.system.name'] === 'aws-api' && AWS_CALL.test(method)
          ? method.replace('/', '.')
          : span.name,
      attributes,
      links: span.links.map((link) => link.spanId),
      failed: span.status.code === 2,
    };
  });
}
