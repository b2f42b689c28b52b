import type { Attributes } from '@opentelemetry/api';
import { type Batch, toSend } from './batch.ts';
import { LONGEST_MS, otlpExporter } from './otlp-export.ts';
import { sendToXRay } from './xray-export.ts';

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

let exporter: ReturnType<typeof otlpExporter> | undefined;

/** Made with the first spans that are sent, where a collector is named. */
function collector() {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers } = env;
  if (endpoint) exporter ??= otlpExporter({ endpoint, headers, resource: resource() });
  return exporter;
}

/**
 * Sends what an invocation has recorded: to X-Ray's daemon where Lambda names one, and to the collector of
 * OTEL_EXPORTER_OTLP_ENDPOINT. One attempt, and no longer than `forMs`. It never throws.
 */
export async function flush(batch: Batch, { forMs = LONGEST_MS }: { forMs?: number } = {}): Promise<void> {
  const spans = toSend(batch);
  if (spans.length === 0) return;
  await Promise.allSettled([
    env.AWS_XRAY_DAEMON_ADDRESS ? sendToXRay(spans, batch) : undefined,
    collector()?.(spans, { forMs }),
  ]);
}
