import { parseArgs } from 'node:util';
import { namedStage } from '@serverless-orders/localstack';
import { UserError } from '../../packages/command-line/user-error.ts';
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

const USAGE =
  'npm run logs -- <function> | --order <id> | --trace <id> [-f] [--since 10m] [--json] [--all] [--stage local]';

const refuse = (what: string): never => {
  throw new UserError(what, USAGE);
};

/** @throws UserError for whatever is none of its forms. */
export function parseLogsArguments(args: readonly string[], now = Date.now()): LogsRequest {
  const { words, values } = split(args);
  const { stage = namedStage(), order, trace, since, follow = false, json = false, all = false } = values;
  if (!/^[a-z0-9][a-z0-9-]{0,40}$/i.test(stage)) refuse(`"${stage}" is no name of a stage`);
  const asked = [words[0], order, trace].filter((one) => one !== undefined);
  if (asked.length > 1 || words.length > 1) refuse('one function, order or trace at a time');
  if (order !== undefined && !/^[\w-]{1,128}$/.test(order)) refuse(`"${order}" is no id of an order`);
  return {
    stage,
    of: order !== undefined ? { order } : trace !== undefined ? { trace: traceId(trace) } : { fn: words[0] },
    follow,
    json,
    all,
    since: since === undefined ? undefined : momentOf(since, now),
  };
}

const traceId = (text: string): string => readTraceId(text) ?? refuse(`"${text}" is no id of a trace`);

const UNITS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `10m` ago, or a time as RFC 3339 writes it. */
function momentOf(text: string, now: number): number {
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (count) return now - Number(count) * UNITS[unit]!;
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at)
    ? refuse(`--since "${text}" is no time: 30s, 10m, 2h, 1d or 2026-11-27T05:00:00Z`)
    : at;
}

function split(args: readonly string[]) {
  try {
    const { positionals: words, values } = parseArgs({
      args: [...args],
      options: {
        stage: { type: 'string' },
        order: { type: 'string' },
        trace: { type: 'string' },
        since: { type: 'string' },
        follow: { type: 'boolean', short: 'f' },
        json: { type: 'boolean' },
        all: { type: 'boolean' },
      },
      allowPositionals: true,
    });
    return { words, values };
  } catch (thrown) {
    return refuse((thrown as Error).message);
  }
}
