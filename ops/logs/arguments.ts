import { flag, optional, UsageError, type Values } from '@serverless-orders/command-line/arguments';
import type { Request } from '@serverless-orders/command-line/declaration';
import { readOrderId } from '../stage/order-id.ts';
import { readTraceId } from '../traces/span.ts';
import type { Subject } from './thread.ts';

/** What a person asked of `npm run logs`. */
export interface LogsRequest {
  stage: string;
  of: Subject | { fn: string | undefined };
  follow: boolean;
  json: boolean;
  /** Whether Lambda's own lines and those of metrics are shown too. */
  all: boolean;
  /** From when on, in ms since 1970; undefined when nothing was said. */
  since: number | undefined;
}

const refuse = (what: string): never => {
  throw new UsageError(what);
};

export const LOGS_WORDS = { fn: optional('function', 'a function, as in place-order or orders-place-order') };

export const LOGS_OPTIONS = {
  order: optional('id', 'all lines about an order', readOrderId),
  trace: optional(
    'id',
    'all lines of a trace',
    (text) => readTraceId(text) ?? refuse(`"${text}" is no id of a trace`),
  ),
  since: optional('10m', 'from when on: 30s, 10m, 2h, 1d ago, or a time (RFC 3339)', momentOf),
  follow: flag('shows what comes, until Ctrl-C; with --json a document for each line', 'f'),
  all: flag("Lambda's own lines and those of metrics too"),
};

/** @throws UsageError for more than one of function, order and trace. */
export function logsRequest(
  input: Request & Values<typeof LOGS_WORDS> & Values<typeof LOGS_OPTIONS>,
): LogsRequest {
  const { stage, json, fn, order, trace, since, follow, all } = input;
  if ([fn, order, trace].filter((one) => one !== undefined).length > 1)
    refuse('one function, order or trace at a time');
  const of = order !== undefined ? { order } : trace !== undefined ? { trace } : { fn };
  return { stage, of, follow, json, all, since };
}

const UNITS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `10m` ago, or a time as RFC 3339 writes it. */
function momentOf(text: string): number {
  const now = Date.now();
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (count) return now - Number(count) * UNITS[unit]!;
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? refuse(`"${text}" is no time: 30s, 10m, 2h, 1d or 2026-11-27T05:00:00Z`) : at;
}
