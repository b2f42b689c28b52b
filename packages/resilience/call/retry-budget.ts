export interface RetryBudgetOptions {
  /** How many retries a call earns: 0.2 lets a fifth of the calls be retried. */
  share?: number;
  /** Retries that need not be earned, for environments that call rarely. */
  reservePerSecond?: number;
  /** How long what a call has earned may be spent, in ms. */
  ttlMs?: number;
  /** Now, in ms since 1970. */
  now?: () => number;
}

/** In how many slices the time is counted. */
const SLICES = 10;

/**
 * Keeps retries a small part of all calls: when everything fails, retries would double the load on what is failing. Calls
 * earn tokens that are good for a while; a retry costs one (the retry budget of Twitter's Finagle).
 *
 * @example
 * const budget = new RetryBudget({ share: 0.2 });
 * budget.earn(); // at each call
 * if (budget.spend()) retry();
 */
export class RetryBudget {
  readonly #share: number;
  readonly #reserve: number;
  readonly #sliceMs: number;
  readonly #now: () => number;
  /** What was earned less what was spent, by slice of time. */
  readonly #slices = new Map<number, number>();

  constructor({
    share = 0.2,
    reservePerSecond = 1,
    ttlMs = 10_000,
    now = Date.now,
  }: RetryBudgetOptions = {}) {
    this.#share = share;
    this.#reserve = (reservePerSecond * ttlMs) / 1000;
    this.#sliceMs = ttlMs / SLICES;
    this.#now = now;
  }

  /** A call is made. */
  earn(): void {
    this.#add(this.#share);
  }

  /** Takes the price of one retry, if there is as much. */
  spend(): boolean {
    // Ten tenths are one, though not in floating point.
    if (this.balance() < 1 - 1e-9) return false;
    this.#add(-1);
    return true;
  }

  /** How many retries there are left at this moment. */
  balance(): number {
    const oldest = this.#slice() - SLICES;
    let sum = this.#reserve;
    for (const [slice, tokens] of this.#slices) {
      if (slice <= oldest) this.#slices.delete(slice);
      else sum += tokens;
    }
    return sum;
  }

  #slice(): number {
    return Math.floor(this.#now() / this.#sliceMs);
  }

  #add(tokens: number): void {
    const slice = this.#slice();
    this.#slices.set(slice, (this.#slices.get(slice) ?? 0) + tokens);
    if (this.#slices.size > 2 * SLICES) this.balance();
  }
}
