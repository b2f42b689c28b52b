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
