import { BREAKER, forcedAt } from './machine.ts';
import { type BreakerRecord, type BreakerState, sumOf } from './record.ts';

/** A breaker as people see it. Times are RFC 3339, UTC. */
export interface BreakerView {
  name: string;
  /** What it is to a call: a person's word goes first. */
  state: BreakerState;
  /** When it came into this state by itself; none when it never left the first. */
  since?: string;
  /** Until when it lets nothing through. */
  openUntil?: string;
  /** Failures within the last window that have been told. */
  failures: number;
  forced?: { reason: string; by: string; until: string };
}

const time = (ms: number): string => new Date(ms).toISOString();

/** @example viewOf('users/a', record, Date.now()).state // 'OPEN' */
export function viewOf(name: string, record: BreakerRecord, now: number): BreakerView {
  const forced = forcedAt(record, now);
  const state = forced?.state ?? record.state;
  return {
    name,
    state,
    since: record.since > 0 ? time(record.since) : undefined,
    openUntil: state === 'OPEN' ? time(forced?.until ?? record.openUntil) : undefined,
    failures: sumOf(record.counts, now, BREAKER.windowMs).failures,
    forced: forced && { reason: forced.reason, by: forced.by, until: time(forced.until) },
  };
}
