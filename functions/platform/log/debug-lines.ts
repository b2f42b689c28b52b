/** So many debug lines of an invocation that is not sampled are kept, in case it fails: the last ones. */
const KEPT = 30;

type Write<L> = (line: L) => void;

/**
 * The debug lines of one invocation: all of them are written, or none, or none until something goes wrong. Whether they are
 * is decided by the trace, so that an order which is followed has them in every function that it goes through
 * (consistent probability sampling: https://www.w3.org/TR/trace-context-2/#random-trace-id-flag).
 *
 * Lines that wait are kept as references and turned into text only when they are written, so an invocation that succeeds pays for
 * a list alone.
 */
export class DebugLines<L> {
  readonly #write: Write<L>;
  readonly #share: number;
  #isOn = false;
  #waiting: L[] = [];

  /** @param share - of traces whose debug lines are written, 0 to 1 */
  constructor(write: Write<L>, share: number) {
    this.#write = write;
    this.#share = share;
  }

  /** Forgets the invocation before. Without a trace id it is decided by chance. */
  begin(traceId: string | undefined): void {
    this.#waiting = [];
    this.#isOn = this.#share > 0 && chanceOf(traceId) < this.#share;
  }

  add(line: L): void {
    if (this.#isOn) this.#write(line);
    else this.#waiting.push(line);
    if (this.#waiting.length > KEPT) this.#waiting.shift();
  }

  /** An error was logged: what led to it is written, and what follows too. */
  flush(): void {
    if (this.#isOn) return;
    this.#isOn = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const line of waiting) this.#write(line);
  }
}

/** The right half of a trace id is random, in W3C's form and in X-Ray's. @returns 0 to 1, the same for the same trace. */
function chanceOf(traceId: string | undefined): number {
  const digits = Number.parseInt((traceId ?? '').slice(-8), 16);
  return Number.isNaN(digits) ? Math.random() : digits / 2 ** 32;
}
