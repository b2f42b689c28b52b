import { type Claim, fillMs, type Limit, leftIn, waitFor } from './bucket.ts';

/** The buckets that all environments share. */
export interface Buckets {
  /**
   * Puts requests into somebody's bucket.
   *
   * @param known when the bucket was known to be full again; a hint that spares a call
   * @returns whether the last of them passes, and when the bucket is full again
   */
  take(key: string, claim: Claim, known?: number): Promise<{ passes: boolean; fullAt: number }>;
}

interface RateLimiterOptions {
  limit: Limit;
  buckets: Buckets;
  /** Told when the store of the buckets does not answer. */
  onError?: (thrown: unknown) => void;
  /** For tests: ms since 1970. */
  now?: () => number;
}

/** What one environment knows of somebody. */
interface Account {
  /** When the shared bucket is full again, as of the last look. */
  fullAt: number | undefined;
  /** Requests that have passed and that the shared bucket does not know of, and when the first of them came. */
  unreported: number;
  first: number;
}

/** An environment tells of its requests when they are this share of the burst: 2 of 100. */
const UNREPORTED_SHARE = 0.02;

/** While less than this share of the bucket is left, every request asks. */
const SCARCE = 0.5;

/** For so long the store is left alone after it has failed, and everything passes (ms). */
export const REST_MS = 5_000;

/** So many people an environment remembers: 1 MB at most. */
const REMEMBERED = 5_000;

/**
 * Limits how often somebody may come, across all environments, without a call for most requests: an environment lets
 * 2 % of a burst pass on its own account, and puts them into the shared bucket with the next one. Nearer to the limit
 * every request asks. Who has to wait is turned away without a call.
 *
 * What it guarantees, with E environments that somebody's requests reach: in t seconds no more than
 * (burst + perSecond * t) * (1 + 0.02 * E) pass. While the store fails, all pass.
 *
 * @example
 * const limiter = new RateLimiter({ limit: { perSecond: 50, burst: 100 }, buckets });
 * const waitMs = await limiter.take(customerId);
 */
export class RateLimiter {
  readonly #limit: Limit;
  readonly #buckets: Buckets;
  readonly #onError: (thrown: unknown) => void;
  readonly #now: () => number;
  readonly #accounts = new Map<string, Account>();
  #restsUntil = 0;

  constructor({ limit, buckets, onError = () => {}, now = Date.now }: RateLimiterOptions) {
    this.#limit = limit;
    this.#buckets = buckets;
    this.#onError = onError;
    this.#now = now;
  }

  /** Lets one request pass, or says how long to wait (ms). Never throws. @returns 0 when it passes */
  async take(key: string): Promise<number> {
    const now = this.#now();
    const account = this.#accountOf(key, now);
    const wait = account.fullAt === undefined ? 0 : waitFor(this.#limit, account.fullAt, now);
    if (wait > 0) return wait;
    if (this.#passesUnreported(account, now)) {
      if (account.unreported === 0) account.first = now;
      account.unreported += 1;
      return 0;
    }
    return now < this.#restsUntil ? 0 : this.#ask(key, account, now);
  }

  #passesUnreported({ fullAt = 0, unreported }: Account, now: number): boolean {
    const { burst } = this.#limit;
    return (
      unreported < Math.floor(burst * UNREPORTED_SHARE) &&
      leftIn(this.#limit, fullAt, now) - unreported > burst * SCARCE
    );
  }

  async #ask(key: string, account: Account, now: number): Promise<number> {
    const { unreported, first, fullAt: known } = account;
    const claim = { now, first: unreported > 0 ? first : now, requests: unreported + 1 };
    account.unreported = 0;
    try {
      const { passes, fullAt } = await this.#buckets.take(key, claim, known);
      account.fullAt = Math.max(fullAt, account.fullAt ?? 0);
      return passes ? 0 : Math.max(1, waitFor(this.#limit, fullAt, now));
    } catch (thrown) {
      this.#restsUntil = now + REST_MS;
      this.#onError(thrown);
      return 0;
    }
  }

  /** Whoever comes is remembered anew, so that the one who has stayed away longest is forgotten first. */
  #accountOf(key: string, now: number): Account {
    const account = this.#accounts.get(key) ?? { fullAt: undefined, unreported: 0, first: now };
    this.#accounts.delete(key);
    this.#accounts.set(key, account);
    if (this.#accounts.size > REMEMBERED) this.#accounts.delete(this.#accounts.keys().next().value!);
    // A bucket fills in this time: what came before is as if it had never been.
    if (now - account.first >= fillMs(this.#limit)) account.unreported = 0;
    return account;
  }
}
