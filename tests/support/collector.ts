import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A span as OTLP's JSON has it, as far as tests look at it. */
export interface CollectedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  attributes: { key: string; value: { stringValue?: string; intValue?: string; arrayValue?: unknown } }[];
  links: { traceId: string; spanId: string }[];
  events: { name: string }[];
  status: { code?: number };
}

/** So many spans are kept, the latest: tests read theirs at once. */
const KEPT = 50_000;

/**
 * Starts a collector of OTLP over HTTP: takes spans at /v1/traces as any does, and tells those of a trace at
 * /traces/{traceId}.
 */
export async function startCollector(): Promise<{ url: string; stop: () => void }> {
  let spans: CollectedSpan[] = [];
  const take = (body: string) => {
    const { resourceSpans } = JSON.parse(body) as {
      resourceSpans: { scopeSpans: { spans: CollectedSpan[] }[] }[];
    };
    const taken = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
    spans = [...spans, ...taken].slice(-KEPT);
  };
  const server: Server = createServer((request, response) => {
    const [, what, id] = request.url?.split('/') ?? [];
    if (what === 'traces')
      return void response.end(JSON.stringify(spans.filter(({ traceId }) => traceId === id)));
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      take(body);
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The spans of a trace that have been collected so far. */
export async function collected(traceId: string): Promise<CollectedSpan[]> {
  const response = await fetch(`${process.env.SHOP_COLLECTOR}/traces/${traceId}`);
  return (await response.json()) as CollectedSpan[];
}
