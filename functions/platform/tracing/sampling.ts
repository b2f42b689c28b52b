import * as z from 'zod/mini';

/**
 * Which traces that begin here are sent. `xray`: those that X-Ray has chosen for Lambda, which says so in the environment; all
 * where it says nothing. The others do not look at that.
 */
export const SAMPLERS = [
  'xray',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

export type Sampler = { sampler: (typeof SAMPLERS)[number]; ratio: number };

/** OTEL_TRACES_SAMPLER and OTEL_TRACES_SAMPLER_ARG, named as OpenTelemetry names them. */
export const SamplerVariables = {
  OTEL_TRACES_SAMPLER: z._default(z.enum(SAMPLERS), 'xray'),
  OTEL_TRACES_SAMPLER_ARG: z._default(z.coerce.number().check(z.gte(0), z.lte(1)), 1),
};

interface Known {
  /** What the caller has decided, if there is one that says so. */
  parent?: boolean;
  /** What X-Ray has decided for Lambda, if it has. */
  lambda?: boolean;
  traceId: string;
}

/**
 * Decides once for a trace, where it begins; whoever comes after follows (parent-based), so that traces are whole or not
 * there. By ratio, all functions decide alike on one trace id.
 */
export function isSampled({ sampler, ratio }: Sampler, { parent, lambda, traceId }: Known): boolean {
  if (parent !== undefined) return parent;
  if (sampler === 'xray') return lambda ?? true;
  if (sampler === 'parentbased_traceidratio') return fractionOf(traceId) < ratio;
  return sampler === 'parentbased_always_on';
}

/** Where in [0, 1) a trace id lies: by its last 13 digits, which are chance and which a number holds exactly. */
const fractionOf = (traceId: string): number => Number.parseInt(traceId.slice(-13), 16) / 16 ** 13;
