import type { Count } from './record.ts';

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
 * What an environment has seen and not told yet. Calls that succeed are told with the next failure, because they may cost
 * no write; so the volume that others hear of is that of the environments in which something fails.
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
