import { optional, UsageError, type Values } from '@serverless-orders/command-line/arguments';
import type { Request } from '@serverless-orders/command-line/declaration';
import { readOrderId } from '../stage/order-id.ts';
import { readTraceId } from './span.ts';

/** What a person asked of `npm run traces`. */
export type TracesRequest = { stage: string } & (
  | { show: 'viewer' }
  /** Where an OpenTelemetry collector listens, without a slash at the end. */
  | { show: 'otlp'; url: string }
  | { show: 'trace'; trace: string }
  | { show: 'order'; order: string }
);

const refuse = (what: string): never => {
  throw new UsageError(what);
};

/** Whether the word is a stage, and no id: neither one of a trace, nor one that lacks a digit or is an order's. */
export const isStageWord = (word: string): boolean =>
  readTraceId(word) === undefined && !/^(Root=)?[\da-f-]{20,}/i.test(word);

export const TRACES_WORDS = {
  trace: optional(
    'trace id',
    'as X-Ray, W3C or traceparent write it',
    (text) => readTraceId(text) ?? refuse(`"${text}" is no id of a trace (of an order: --order <id>)`),
  ),
};

export const TRACES_OPTIONS = {
  order: optional('id', 'the traces of an order', readOrderId),
  otlp: optional('url', 'sends the traces of a stage to a viewer or collector of yours', addressOf),
};

/** @throws UsageError for more than one subject, or `--json` without one. */
export function tracesRequest(
  input: Request & Values<typeof TRACES_WORDS> & Values<typeof TRACES_OPTIONS>,
  env: NodeJS.ProcessEnv = process.env,
): TracesRequest {
  const { stage, json, trace, order, otlp } = input;
  if ([trace, order, otlp].filter((one) => one !== undefined).length > 1)
    refuse('a trace, an order, or --otlp: one at a time');
  if (trace !== undefined) return { stage, show: 'trace', trace };
  if (order !== undefined) return { stage, show: 'order', order };
  if (json) refuse('--json belongs to a trace or an order');
  const { OTEL_EXPORTER_OTLP_ENDPOINT: collector } = env;
  const url = otlp ?? (collector ? addressOf(collector) : undefined);
  return url ? { stage, show: 'otlp', url } : { stage, show: 'viewer' };
}

function addressOf(text: string): string {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) return refuse(`"${text}" is no address of http or https`);
  return text.replace(/\/(v1\/traces\/?)?$/, '');
}
