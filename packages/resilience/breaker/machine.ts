import { type BreakerRecord, sumOf } from './record.ts';

/**
 * The circuit breaker of Nygard's "Release It!" as a pure machine: a record and an event give the change that the event
 * asks for, or none. A change is a wish. It is carried out by a store, on condition that the record still has the
 * generation that the change was made from; so of all environments that want to open, make a trial call or close, one does.
 */
export interface Change {
  /** The generation that it was made from. It takes the breaker to the next one. */
  from: number;
  to: Pick<BreakerRecord, 'state' | 'since' | 'openUntil' | 'opens' | 'lease'>;
}

/** What came of a call. `unknown`: it was given up before it could tell, for a reason that is not the other side's. */
export type Outcome = 'success' | 'failure' | 'unknown';

export type BreakerEvent =
  /** Failures have been counted, or others' counts have been read. */
  | { type: 'counted' }
  /** A call wants through; it would be over before `forMs` have passed. */
  | { type: 'trialWanted'; by: string; forMs: number }
  /** The trial call that holds the lease has ended. */
  | { type: 'trialEnded'; outcome: Outcome };

/** How long the breaker is open at its n-th open in a row, in ms. */
export const openTime = (opens: number, settings: BreakerSettings = BREAKER): number =>
  Math.min(settings.maxOpenMs, settings.openMs * 2 ** (opens - 1));

/** A person's word, as long as it holds. */
export const forcedAt = ({ forced }: BreakerRecord, now: number) =>
  forced && now < forced.until ? forced : undefined;

/** What a call has to do: go (`pass`), stay (`refuse`), or ask for the lease of the trial call first (`trial`). */
export function admission(record: BreakerRecord, now: number): 'pass' | 'refuse' | 'trial' {
  const forced = forcedAt(record, now);
  if (forced) return forced.state === 'OPEN' ? 'refuse' : 'pass';
  if (record.state === 'CLOSED') return 'pass';
  return now < refusesUntil(record) ? 'refuse' : 'trial';
}

/** Until when a breaker that refuses will go on doing so, as far as it knows; in ms since 1970. */
export function refusesUntil(record: BreakerRecord, now = 0): number {
  const forced = forcedAt(record, now);
  if (forced) return forced.until;
  return record.state === 'HALF_OPEN' ? (record.lease?.until ?? 0) : record.openUntil;
}

/**
 * The change that an event asks for.
 *
 * @example nextChange(record, { type: 'counted' }, Date.now()) // { from: 4, to: { state: 'OPEN', … } } or undefined
 */
export function nextChange(
  record: BreakerRecord,
  event: BreakerEvent,
  now: number,
  settings: BreakerSettings = BREAKER,
): Change | undefined {
  const { state, opens } = record;
  const change = (to: Partial<Change['to']>): Change => ({
    from: record.generation,
    to: { state, since: now, openUntil: 0, opens, lease: undefined, ...to },
  });
  const open = (times: number) =>
    change({ state: 'OPEN', opens: times, openUntil: now + openTime(times, settings) });
  switch (event.type) {
    case 'counted': {
      if (state !== 'CLOSED' || forcedAt(record, now) || !isTooMuch(record, now, settings)) return undefined;
      return open(now - record.since < settings.quietMs ? opens + 1 : 1);
    }
    case 'trialWanted': {
      if (admission(record, now) !== 'trial') return undefined;
      // Twice the time of the call: the lease begins when it is asked for, the call when the answer is there.
      const until = now + Math.max(settings.leaseMs, 2 * event.forMs);
      return change({ state: 'HALF_OPEN', lease: { by: event.by, until } });
    }
    case 'trialEnded': {
      if (state !== 'HALF_OPEN') return undefined;
      if (event.outcome === 'success') return change({ state: 'CLOSED' });
      if (event.outcome === 'failure') return open(opens + 1);
      // It told nothing: the next call may make one at once.
      return change({ state: 'OPEN', openUntil: now });
    }
  }
}

function isTooMuch({ counts }: BreakerRecord, now: number, settings: BreakerSettings): boolean {
  const { calls, failures } = sumOf(counts, now, settings.windowMs);
  return failures >= settings.failures && calls >= settings.calls && failures >= calls * settings.share;
}

export interface BreakerSettings {
  /** It opens at this many failures within the window, */
  failures: number;
  /** if there were at least this many calls in it, as far as failing environments have told, */
  calls: number;
  /** and if this share of them failed, from 0 (any) to 1. Where many call, a few failures are no outage. */
  share: number;
  /** In ms. */
  windowMs: number;
  /** How long it is open the first time, in ms. It doubles with every open that follows soon. */
  openMs: number;
  /** It is never open for longer at a time, in ms. */
  maxOpenMs: number;
  /** An open that comes later than this after the last close, in ms, is a first one again. */
  quietMs: number;
  /** How long a trial call may take, in ms, before another environment may make one. */
  leaseMs: number;
}

/** The defaults, as docs/resilience.md has them. */
export const BREAKER: BreakerSettings = {
  failures: 3,
  calls: 5,
  share: 0.5,
  windowMs: 10_000,
  openMs: 5_000,
  maxOpenMs: 60_000,
  quietMs: 60_000,
  leaseMs: 10_000,
};
