import { Agent, request } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import type { Attributes } from '@opentelemetry/api';
import { otlpOf } from './otlp-document.ts';
import type { RecordedSpan } from './span.ts';

/** However the collector is, an invocation waits no longer for it, in ms. */
const LONGEST_MS = 300;

interface Collector {
  /** OTEL_EXPORTER_OTLP_ENDPOINT: its base address. */
  endpoint: string;
  /** OTEL_EXPORTER_OTLP_HEADERS, as in `api-key=secret,tenant=shop`. */
  headers?: string;
  resource: Attributes;
  /** How long an attempt may take, in ms. */
  longestMs?: number;
}

/**
 * Makes what sends spans by OTLP over HTTP, in JSON: one attempt over a connection that is kept. (fetch would cost 20 ms of the
 * first invocation.) It never throws: what the collector does not take in time is lost.
 *
 * @example await otlpExporter({ endpoint: 'http://127.0.0.1:4318', resource })(spans);
 */
export function otlpExporter({ endpoint, headers, resource, longestMs = LONGEST_MS }: Collector) {
  const url = new URL('v1/traces', endpoint.endsWith('/') ? endpoint : `${endpoint}/`);
  const isSecure = url.protocol === 'https:';
  const agent = new (isSecure ? SecureAgent : Agent)({ keepAlive: true, maxSockets: 1 });
  const send = isSecure ? secureRequest : request;
  return (spans: readonly RecordedSpan[]): Promise<void> => {
    const body = otlpOf(spans, resource);
    return new Promise((resolve) => {
      const call = send(url, {
        method: 'POST',
        agent,
        headers: {
          ...read(headers),
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      });
      const over = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => call.destroy(), longestMs);
      call.on('response', (response) => response.resume().on('end', over).on('error', over));
      call.on('error', over);
      call.on('close', over);
      call.end(body);
    });
  };
}

/** https://opentelemetry.io/docs/specs/otel/protocol/exporter/#specifying-headers-via-environment-variables */
const read = (headers = ''): Record<string, string> =>
  Object.fromEntries(
    headers
      .split(',')
      .map((pair) => pair.split('='))
      .filter(([name, ...value]) => name?.trim() && value.length > 0)
      .map(([name = '', ...value]) => [name.trim(), decodeURIComponent(value.join('=').trim())]),
  );
