import type { Attributes } from '@opentelemetry/api';
import { atInit } from '../at-init.ts';
import { type Batch, toSend } from './batch.ts';
import type { RecordedSpan } from './span.ts';
import { xrayExporter } from './xray-export.ts';

const { env } = process;

/** What all spans of this environment have in common. */
const resource = (): Attributes => ({
  'service.name': env.SERVICE ?? 'unknown_service',
  'service.namespace': 'shop',
  'service.instance.id': env.AWS_LAMBDA_LOG_STREAM_NAME,
  'faas.name': env.AWS_LAMBDA_FUNCTION_NAME,
  'faas.version': env.AWS_LAMBDA_FUNCTION_VERSION,
  'cloud.provider': 'aws',
  'cloud.platform': 'aws_lambda',
  'cloud.region': env.AWS_REGION,
});

type Send = (spans: readonly RecordedSpan[], batch: Batch) => Promise<void> | undefined;

let ways: Promise<Send[]> | undefined;

/** Loads and opens at init what spans are sent by. */
atInit(() => (ways ??= load()));

/** What is imported late may share no ES module with what is not: Bun would wrap all of OpenTelemetry's API into functions. */
async function load(): Promise<Send[]> {
  const {
    AWS_XRAY_DAEMON_ADDRESS,
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_HEADERS: headers,
  } = env;
  const made: Send[] = [];
  if (AWS_XRAY_DAEMON_ADDRESS) made.push(await xrayExporter());
  if (endpoint) {
    const { otlpExporter } = await import('./otlp-export.ts');
    made.push(otlpExporter({ endpoint, headers, resource: resource() }));
  }
  return made;
}

/**
 * Sends what an invocation has recorded: to X-Ray's daemon where Lambda names one, and to the collector of
 * OTEL_EXPORTER_OTLP_ENDPOINT. One attempt, which is over after 300 ms.
 *
 * @throws Error when an exporter could not be made, as for an address that is none.
 */
export async function flush(batch: Batch): Promise<void> {
  const spans = toSend(batch);
  if (spans.length === 0) return;
  ways ??= load();
  const sending = (await ways).map((send) => send(spans, batch));
  for (const sent of sending) if (sent) await sent;
}
