import { required, UsageError } from '@serverless-orders/command-line/arguments';

/** One instance of a service (`users/a`), or all of them (`users`). */
export interface Named {
  service: string;
  instance: string | undefined;
}

export const breakerWord = required(
  '<service>[/<instance>]',
  'one breaker, or those of all instances',
  named,
);

function named(text: string): Named {
  const [, service, instance] = /^([a-z][a-z0-9-]*)(?:\/([a-z0-9][a-z0-9-]*))?$/.exec(text) ?? [];
  if (service === undefined) throw new UsageError(`"${text}" is no service and no instance`);
  return { service, instance };
}

/** Longer than this, nobody remembers it. */
export const MOST_HOURS = 24;

const UNITS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** In ms. */
function duration(text: string): number {
  const [, count, unit] = /^([1-9]\d{0,5})([smh])$/.exec(text) ?? [];
  if (unit === undefined) throw new UsageError(`"${text}" is no time like 30s, 10m or 2h`);
  const ms = Number(count) * UNITS[unit]!;
  if (ms > MOST_HOURS * UNITS.h!) throw new UsageError(`${MOST_HOURS} hours are the most`);
  return ms;
}

function why(text: string): string {
  if (!text.trim()) throw new UsageError('it is empty: say why');
  return text.trim();
}

export const FORCE_OPTIONS = {
  for: required('10m', `for how long: 30s, 10m, 2h, at most ${MOST_HOURS}h`, duration),
  reason: required('"why"', 'why, for whoever looks at the breaker next', why),
};
