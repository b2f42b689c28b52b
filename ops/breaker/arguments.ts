import { parseArgs } from 'node:util';
import { namedStage } from '@serverless-orders/localstack';
import { UserError } from '../../packages/command-line/user-error.ts';

/** What a person asked of `npm run breaker`. `service` is one instance (`users/a`) or all instances of a service (`users`). */
export type BreakerRequest = { stage: string } & (
  | { action: 'list' }
  | { action: 'open' | 'close'; service: string; instance?: string; forMs: number; reason: string }
  | { action: 'release'; service: string; instance?: string }
);

const USAGE =
  'npm run breaker -- list | open <service>[/<instance>] --for 10m --reason "why" | close (the same) | release <service>[/<instance>] [--stage local]';

/** Longer than this, nobody remembers it. */
const MOST_HOURS = 24;

const UNITS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000 };

const refuse = (what: string): never => {
  throw new UserError(what, USAGE);
};

/** @throws UserError for whatever is none of its forms. */
export function parseBreakerArguments(args: readonly string[]): BreakerRequest {
  const { words, stage = namedStage(), reason, for: duration } = split(args);
  const [action = refuse('nothing was asked for'), name, ...more] = words;
  if (!/^[a-z0-9][a-z0-9-]{0,40}$/i.test(stage)) refuse(`"${stage}" is no name of a stage`);
  const isForce = action === 'open' || action === 'close';
  if (!isForce && (reason !== undefined || duration !== undefined))
    refuse('--for and --reason belong to open and close');
  if (action === 'list') return name === undefined ? { action, stage } : refuse('list takes no name');
  if (!isForce && action !== 'release') return refuse(`"${action}" is not known`);
  if (name === undefined) return refuse('which breaker is it?');
  if (more.length > 0) refuse('one service or instance at a time');
  const { service, instance } = nameOf(name);
  if (!isForce) return { action: 'release', stage, service, instance };
  const why = reason?.trim();
  if (!why) return refuse('say why: --reason "..."');
  return { action, stage, service, instance, forMs: durationOf(duration), reason: why };
}

function nameOf(name: string): { service: string; instance?: string } {
  const [, service, instance] = /^([a-z][a-z0-9-]*)(?:\/([a-z0-9][a-z0-9-]*))?$/.exec(name) ?? [];
  return service === undefined ? refuse(`"${name}" is no service and no instance`) : { service, instance };
}

function split(args: readonly string[]) {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      options: { stage: { type: 'string' }, for: { type: 'string' }, reason: { type: 'string' } },
      allowPositionals: true,
    });
    return { words: positionals, ...values };
  } catch (thrown) {
    return refuse((thrown as Error).message.split('. ')[0]!);
  }
}

function durationOf(text: string | undefined): number {
  if (text === undefined) return refuse('say for how long: --for 10m');
  const [, count, unit] = /^([1-9]\d{0,5})([smh])$/.exec(text) ?? [];
  if (unit === undefined) return refuse(`"${text}" is no time like 30s, 10m or 2h`);
  const ms = Number(count) * UNITS[unit]!;
  return ms <= MOST_HOURS * UNITS.h! ? ms : refuse(`${MOST_HOURS} hours are the most`);
}
