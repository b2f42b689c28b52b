import { otlpDocument } from './otlp-spans.ts';
import type { Span } from './span.ts';
import { zipkinSpan } from './zipkin-spans.ts';

/** A span that is over. */
export type EndedSpan = Span & { end: number };

/** Sends spans to a viewer. @throws Error when it does not take them. */
export type Send = (spans: readonly EndedSpan[]) => Promise<void>;

/** How long a viewer may take (ms). */
const WITHIN_MS = 10_000;

/** What sends to a viewer: `zipkin` takes spans of its own, anything else OTLP over HTTP. */
export const senderTo = (kind: string, address: string): Send =>
  kind === 'zipkin'
    ? (spans) => post(`${address}/api/v2/spans`, spans.map(zipkinSpan))
    : (spans) => post(`${address}/v1/traces`, otlpDocument(spans));

async function post(url: string, body: object): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(WITHIN_MS),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text.slice(0, 200)}`);
}
