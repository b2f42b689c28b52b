import type { LookedAt } from '../../../api/traces/traces.ts';

/** From when to when it was looked, in RFC 3339: until now where no end was asked for. */
export function momentsOf({ lastMs, from, to }: LookedAt, now = Date.now()): { from: string; to: string } {
  const end = Math.min(now, to === undefined ? now : Date.parse(to));
  const begin = Math.max(end - lastMs, from === undefined ? 0 : Date.parse(from));
  return { from: new Date(begin).toISOString(), to: new Date(end).toISOString() };
}
