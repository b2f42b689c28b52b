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

/**
 * Reads OTEL_TRACES_SAMPLER and OTEL_TRACES_SAMPLER_ARG, named as OpenTelemetry names them. Without schemas: those of an enumeration and of a
 * number in bounds are used by few functions otherwise, and cost 0.8 ms of every cold start.
 *
 * @throws Error naming the variable that does not fit, which stops the function at its start.
 */
export function readSampler({
  OTEL_TRACES_SAMPLER: named = 'xray',
  OTEL_TRACES_SAMPLER_ARG: share = '1',
}: NodeJS.ProcessEnv): Sampler {
  const sampler = SAMPLERS.find((one) => one === named);
  if (sampler === undefined)
    throw new Error(`OTEL_TRACES_SAMPLER is "${named}", none of ${SAMPLERS.join(', ')}`);
  const ratio = Number(share);
  if (!(ratio >= 0 && ratio <= 1))
    throw new Error(`OTEL_TRACES_SAMPLER_ARG is "${share}", no number from 0 to 1`);
  return { sampler, ratio };
}

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
