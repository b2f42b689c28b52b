/** The beginning of every simulated time, in ms since 1970. */
export const START = Date.UTC(2026, 0, 1);

interface Entry {
  at: number;
  order: number;
  /** Undefined once it was called off. */
  run: (() => void) | undefined;
}

const before = (a: Entry, b: Entry) => a.at < b.at || (a.at === b.at && a.order < b.order);

/** Every so many steps the event loop has its turn too: whoever runs the tests wants to hear of them. */
const TURN = 256;

/**
 * Lets every promise that can go on do so: what is left then waits for the clock. Node runs a tick when no promise can
 * go on any more; a turn of the event loop would do as well, and takes longer than most steps.
 */
const drained = (step: number) =>
  new Promise<void>((resolve) => {
    if (step % TURN === 0) setImmediate(resolve);
    else process.nextTick(resolve);
  });

/**
 * A clock that stands still while code runs and jumps to whatever is next when all of it waits. One thing happens at a
 * time, in an order that depends on nothing but the given delays.
 */
export class Clock {
  now = START;
  /** A heap: its first is the next. */
  readonly #entries: Entry[] = [];
  #count = 0;

  /**
   * Runs something in so many ms. What is due at the same time runs in the order in which it was asked for.
   *
   * @returns what calls it off.
   */
  after(ms: number, run: () => void): () => void {
    const entry: Entry = { at: this.now + Math.max(0, ms), order: this.#count, run };
    this.#count += 1;
    const entries = this.#entries;
    entries.push(entry);
    let child = entries.length - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!before(entry, entries[parent]!)) break;
      entries[child] = entries[parent]!;
      child = parent;
    }
    entries[child] = entry;
    return () => {
      entry.run = undefined;
    };
  }

  pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(ms, resolve);
    });
  }

  /**
   * Runs until nothing is left to do.
   *
   * @throws Error when there is no end in sight: something calls again and again.
   */
  async runAll({ limit = 50_000 }: { limit?: number } = {}): Promise<void> {
    await drained(0);
    for (let steps = 0; this.#entries.length > 0; steps += 1) {
      if (steps === limit) throw new Error(`the simulation did not come to rest within ${limit} steps`);
      const next = this.#next();
      if (!next.run) continue;
      this.now = next.at;
      next.run();
      await drained(steps);
    }
  }

  #next(): Entry {
    const entries = this.#entries;
    const first = entries[0]!;
    const last = entries.pop()!;
    if (entries.length === 0) return first;
    let parent = 0;
    for (;;) {
      let child = 2 * parent + 1;
      if (child >= entries.length) break;
      if (child + 1 < entries.length && before(entries[child + 1]!, entries[child]!)) child += 1;
      if (!before(entries[child]!, last)) break;
      entries[parent] = entries[child]!;
      parent = child;
    }
    entries[parent] = last;
    return first;
  }
}
