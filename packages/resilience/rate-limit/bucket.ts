/** How many requests may come: so many a second for good, and so many at once. */
export interface Limit {
  perSecond: number;
  burst: number;
}

/** Requests that one environment answers for together: the last of them asks to pass, the others have passed already. */
export interface Claim {
  /** All times are in ms since 1970. */
  now: number;
  /** When the first of them came. */
  first: number;
  requests: number;
}

/** How long the bucket takes to make good for one request, in ms. */
export const costOf = ({ perSecond }: Limit): number => 1000 / perSecond;

/** How long an empty bucket takes to be full again, in ms. */
export const fillMs = (limit: Limit): number => limit.burst * costOf(limit);

/** How many requests still fit in. @param fullAt when the bucket will be full again, if nobody comes */
export const leftIn = (limit: Limit, fullAt: number, now: number): number =>
  limit.burst - Math.max(0, fullAt - now) / costOf(limit);

/** How long until one more request fits in, in ms; 0 when it does now. */
export const waitFor = (limit: Limit, fullAt: number, now: number): number =>
  Math.max(0, fullAt + costOf(limit) - fillMs(limit) - now);

/**
 * What becomes of a bucket, and for which buckets this holds: those that are full again between `from` and `to`
 * (inclusive). A store makes the change under just this condition, so that it may guess what it has not read.
 */
export interface Change {
  passes: boolean;
  /** Undefined: also for a bucket that does not exist yet. */
  from: number | undefined;
  to: number;
  /** The new moment, or by how much it moves. */
  set?: number;
  add?: number;
}

/**
 * Puts requests into a bucket that is full again at `fullAt`. A token bucket is this one number (the generic instance rate
 * algorithm of ATM networks, ITU-T I.371): each request moves it by what it costs, and it may not lie further ahead
 * than a whole burst. It only ever grows. Requests that have passed count even where no more may.
 *
 * @param fullAt undefined for a bucket that nobody has used for long, which is a full one
 * @example changeOf({ perSecond: 50, burst: 100 }, { now, first: now, requests: 1 }, undefined) // set: now + 20
 */
export function changeOf(limit: Limit, { now, first, requests }: Claim, fullAt: number | undefined): Change {
  const cost = costOf(limit);
  // As if they had come as late as they can have, when nobody else has been there meanwhile.
  const start = Math.max(first, now - (requests - 1) * cost);
  const fits = now + fillMs(limit) - requests * cost;
  if (fullAt === undefined || fullAt < start) {
    return { passes: true, from: undefined, to: start, set: start + requests * cost };
  }
  if (fullAt <= fits) return { passes: true, from: start, to: fits, add: requests * cost };
  return { passes: false, from: fits, to: Number.POSITIVE_INFINITY, add: (requests - 1) * cost };
}
