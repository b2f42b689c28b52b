import type { Line } from './line.ts';
import { inOrder } from './stage-logs.ts';

interface FollowOptions {
  /** Lines written from a time on (ms since 1970). */
  read: (from: number) => Promise<Line[]>;
  print: (lines: Line[]) => void;
  from: number;
  /**
   * How long a line is held back, in ms, so that what other functions wrote before it has arrived too: each function's lines
   * come in order, those of several do not.
   */
  holdMs: number;
  /** How late a line may arrive and be shown still, in ms; after its time, then. */
  lateMs: number;
  now?: () => number;
}

/** Follows lines of several functions: each is shown once, in the order of time as far as they come in time. */
export class Follower {
  readonly #options: Required<FollowOptions>;
  /** When each line was shown. */
  readonly #shown = new Map<string, number>();
  #from: number;
  #held: Line[] = [];

  constructor(options: FollowOptions) {
    this.#options = { now: Date.now, ...options };
    this.#from = options.from;
  }

  /** Reads what is new, and shows what was held back long enough. */
  async step(): Promise<void> {
    const { read, now, holdMs, lateMs } = this.#options;
    const began = now();
    const lines = await read(this.#from);
    this.#held = inOrder([...this.#held, ...lines.filter(({ id }) => !this.#shown.has(id))]);
    const ready = this.#held.filter(({ at }) => at <= began - holdMs);
    this.#show(ready);
    this.#from = Math.max(this.#from, began - lateMs);
    for (const [id, at] of this.#shown) if (at < this.#from - lateMs) this.#shown.delete(id);
  }

  /** Shows what is held back still. */
  end(): void {
    this.#show(this.#held);
  }

  #show(lines: Line[]): void {
    for (const { id } of lines) this.#shown.set(id, this.#options.now());
    this.#held = this.#held.filter(({ id }) => !this.#shown.has(id));
    if (lines.length > 0) this.#options.print(lines);
  }
}
