interface Seen {
  /** Whether the last call was answered. */
  answered: boolean;
  /** How many calls were late since one was answered, and when the first of them began; in ms. */
  lates: number;
  lateSince: number;
  /** When the last one was late; in ms. */
  lateAt: number;
}

/** A function that has not answered by then is not starting: it hangs (ms). */
export const START_MS = 3_000;

/** The first two late calls in a row may each have met a starting environment; the third counts against the instance. */
const TELLING = 3;

/** After so long without a call (ms) a function may have to start again; late calls from before are then forgotten. */
const IDLE_MS = 60_000;

/**
 * What one environment knows about whether an instance that is late may be starting. Lambda starts another environment whenever
 * none is free, so a late answer is what an ordinary scale-out looks like, and says nothing against the instance until it has had
 * as much time as a start takes. An instance that cannot start answers with an error, which counts at once.
 */
export class Starting {
  readonly #startMs: number;
  readonly #seen = new Map<string, Seen>();

  constructor({ startMs = START_MS }: { startMs?: number } = {}) {
    this.#startMs = startMs;
  }

  /** Whether the instance has answered this environment, and was not late since. */
  isWarm(name: string): boolean {
    return this.#seen.get(name)?.answered ?? false;
  }

  /** The instance has answered, whatever it was. */
  answered(name: string): void {
    this.#seen.set(name, { answered: true, lates: 0, lateSince: 0, lateAt: 0 });
  }

  /**
   * A call is late.
   *
   * @param began when it began, and `now` when it was given up; in ms of one clock.
   * @returns whether the instance may be starting: this call has not waited as long as a start takes, and is none of several in
   *   a row that have together.
   */
  mayBeStarting(name: string, began: number, now: number): boolean {
    const seen = this.#seen.get(name);
    const isNews = !seen || seen.answered || began - seen.lateAt >= IDLE_MS;
    const lateSince = isNews ? began : Math.min(seen.lateSince, began);
    const lates = isNews ? 1 : seen.lates + 1;
    this.#seen.set(name, { answered: false, lates, lateSince, lateAt: now });
    return now - (lates < TELLING ? began : lateSince) < this.#startMs;
  }
}
