/// <reference path="../../.sst/platform/config.d.ts" />
import { settings } from '../stage-settings.ts';
import type { Permission } from './needs.ts';

/** Sending segments to X-Ray: none of its actions knows a resource (service authorization reference, "AWS X-Ray"). */
const SENDS = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];

/** What a function needs whose daemon sends what it records. */
export const tracing = (): Permission => ({ actions: SENDS, resources: ['*'] });

/** What a state machine needs: it asks for sampling rules itself (https://docs.aws.amazon.com/step-functions/latest/dg/xray-iam.html). */
export const machineTracing = (): Permission => ({
  actions: [...SENDS, 'xray:GetSamplingRules', 'xray:GetSamplingTargets'],
  resources: ['*'],
});

/** Which traces are recorded, and where else than to X-Ray they are sent (functions/platform/tracing). */
export function tracingVariables(): Record<string, string> {
  const {
    OTEL_TRACES_SAMPLER,
    OTEL_TRACES_SAMPLER_ARG,
    OTEL_EXPORTER_OTLP_ENDPOINT,
    OTEL_EXPORTER_OTLP_HEADERS,
  } = settings();
  return {
    OTEL_TRACES_SAMPLER,
    OTEL_TRACES_SAMPLER_ARG: String(OTEL_TRACES_SAMPLER_ARG),
    ...(OTEL_EXPORTER_OTLP_ENDPOINT && { OTEL_EXPORTER_OTLP_ENDPOINT }),
    ...(OTEL_EXPORTER_OTLP_HEADERS && { OTEL_EXPORTER_OTLP_HEADERS }),
  };
}
