import type { Span } from './span.ts';

/** https://zipkin.io/zipkin-api/#/default/post_spans */
export interface ZipkinSpan {
  traceId: string;
  id: string;
  parentId?: string;
  kind?: 'SERVER' | 'CLIENT' | 'PRODUCER' | 'CONSUMER';
  name: string;
  /** In microseconds, as the duration. */
  timestamp: number;
  duration: number;
  localEndpoint: { serviceName: string };
  remoteEndpoint?: { serviceName: string };
  tags: Record<string, string>;
}

/** A span as Zipkin takes it. It knows no links: they are told as tags. */
export function zipkinSpan(span: Span & { end: number }): ZipkinSpan {
  const { traceId, id, parentId, kind, name, start, end, service, remote } = span;
  return {
    traceId,
    id,
    ...(parentId && { parentId }),
    ...(kind !== 'INTERNAL' && { kind }),
    name,
    timestamp: Math.round(start * 1000),
    // One of 0 is none to Zipkin.
    duration: Math.max(1, Math.round((end - start) * 1000)),
    localEndpoint: { serviceName: service },
    ...(remote && { remoteEndpoint: { serviceName: remote } }),
    tags: tagsOf(span),
  };
}

function tagsOf({ attributes, failure, exceptions, links }: Span): Record<string, string> {
  const [exception] = exceptions;
  const reason = exception && [exception.type, exception.message].filter(Boolean).join(': ');
  return {
    ...Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, String(value)])),
    // Zipkin shows in red whatever has this tag.
    ...(failure && { error: reason ?? failure }),
    ...Object.fromEntries(links.map(({ traceId, id }, index) => [`link.${index + 1}`, `${traceId}-${id}`])),
  };
}
