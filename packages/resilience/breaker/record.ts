export type BreakerState = 'CLOSED' | 'OPEN' | 'HALF_OPEN';

/** Calls and failures of one slice of the window. */
export interface Count {
  calls: number;
  failures: number;
}

/** A person's word: it holds, whatever the calls say, until its time is up. */
export interface Forced {
  state: 'OPEN' | 'CLOSED';
  reason: string;
  /** Who said so. */
  by: string;
  /** In ms since 1970. */
  until: number;
}

/** A breaker as all environments share it. Times are in ms since 1970. */
export interface BreakerRecord {
  state: BreakerState;
  /** Rises with every transition: who has seen an older one cannot make the next. */
  generation: number;
  /** When it came into this state. */
  since: number;
  /** OPEN: until then nothing is let through. */
  openUntil: number;
  /** Opens in a row, by which the open time grows. */
  opens: number;
  /** HALF_OPEN: who makes the trial call, and until when the others leave it to them. */
  lease?: { by: string; until: number };
  forced?: Forced;
  /** CLOSED: what failing environments have told in this generation, by slice of the window. */
  counts: ReadonlyMap<number, Count>;
}

/** A breaker that nobody has ever written. */
export const NEW_BREAKER: BreakerRecord = {
  state: 'CLOSED',
  generation: 0,
  since: 0,
  openUntil: 0,
  opens: 0,
  counts: new Map(),
};

/** Of how many slices a window is made. A failure is forgotten when its slice is, at most a twentieth too late. */
export const SLICES = 20;

/** The number of the slice that a time belongs to. */
export const sliceAt = (now: number, windowMs: number): number => Math.floor(now / (windowMs / SLICES));

/** Whether a slice is still in the window. */
export const isCurrent = (slice: number, now: number, windowMs: number): boolean =>
  slice >= sliceAt(now, windowMs) - SLICES;

/** The sum of the slices that are still in the window. */
export function sumOf(counts: ReadonlyMap<number, Count>, now: number, windowMs: number): Count {
  const sum = { calls: 0, failures: 0 };
  for (const [slice, { calls, failures }] of counts) {
    if (!isCurrent(slice, now, windowMs)) continue;
    sum.calls += calls;
    sum.failures += failures;
  }
  return sum;
}

/**
 * Calls that an environment has counted and not yet written to the store. A success costs no write: successes are written with
 * the next failure. So the store knows the volume of those environments alone in which something fails.
 */
export class Unreported {
  readonly #windowMs: number;
  readonly #slices = new Map<number, Count>();

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  add(seen: Partial<Count>, now: number): void {
    const slice = sliceAt(now, this.#windowMs);
    const { calls = 0, failures = 0 } = this.#slices.get(slice) ?? {};
    this.#slices.set(slice, {
      calls: calls + (seen.calls ?? 0),
      failures: failures + (seen.failures ?? 0),
    });
    if (this.#slices.size > SLICES) this.#forget(now);
  }

  /** Everything of the last window, which counts as told from now on. */
  take(now: number): Count {
    const sum = sumOf(this.#slices, now, this.#windowMs);
    this.#slices.clear();
    return sum;
  }

  #forget(now: number): void {
    for (const slice of this.#slices.keys())
      if (!isCurrent(slice, now, this.#windowMs)) this.#slices.delete(slice);
  }
}
