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

type Send = (spans: readonly RecordedSpan[], batch: Batch) => Promise<void>;

let ways: Promise<Send[]> | undefined;

/** Loads and opens at init what spans are sent by. */
atInit(() => (ways ??= load()));

/** Only X-Ray's exporter is in the function from the start: imported dynamically it would keep the bundler from leaving anything out of what it imports. */
function load(): Promise<Send[]> {
  const {
    AWS_XRAY_DAEMON_ADDRESS,
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_HEADERS: headers,
  } = env;
  return Promise.all([
    ...(AWS_XRAY_DAEMON_ADDRESS ? [xrayExporter()] : []),
    ...(endpoint
      ? [
          import('./otlp-export.ts').then(({ otlpExporter }) =>
            otlpExporter({ endpoint, headers, resource: resource() }),
          ),
        ]
      : []),
  ]);
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
  await Promise.all((await ways).map((send) => send(spans, batch)));
}
