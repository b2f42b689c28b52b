/** What orders share, and wait for in the order in which they come. Times are in seconds. */
export interface Resource {
  name: string;
  /** How much it gives a second, if it is asked as usual. */
  gives: number;
  /** Takes an amount of it, asked for at a moment that is never before the last one. @returns when it is done. */
  take(at: number, amount: number): number;
  /** How long whoever comes at a moment may have to wait. */
  wait(at: number): number;
}

/** A step of an order: what it takes of a resource, and what begins when that is done. */
export interface Step {
  resource: Resource;
  amount: number;
  after: Step[];
}

/** Over what requests are spread. */
export interface Partitions {
  count: number;
  /** The share of the one that is asked most. */
  most: number;
  /** Which one is asked now. */
  next: () => number;
}

const ONE: Partitions = { count: 1, most: 1, next: () => 0 };

/**
 * What gives so much a second, by itself or by each of its partitions: a quota of requests, the write units of a table.
 * Nothing is saved up for a burst: what counts is what it gives for good.
 */
export function rateLimited(name: string, perSecond: number, partitions = ONE): Resource {
  const free = new Float64Array(partitions.count);
  return {
    name,
    gives: perSecond / partitions.most,
    take(at, amount) {
      const asked = partitions.next();
      const begins = Math.max(at, free[asked]!);
      free[asked] = begins + amount / perSecond;
      return begins;
    },
    wait: (at) => Math.max(0, free.reduce((most, one) => Math.max(most, one)) - at),
  };
}

/** So many workers that do one thing after the other; amounts are the milliseconds that a thing takes. */
export function workers(name: string, count: number): Resource {
  const free = new Queue<undefined>();
  for (let worker = 0; worker < count; worker += 1) free.add(0, undefined);
  return {
    name,
    gives: 1000 * count,
    take(at, amount) {
      const done = Math.max(at, free.next()) + amount / 1000;
      free.take();
      free.add(done, undefined);
      return done;
    },
    wait: (at) => Math.max(0, free.next() - at),
  };
}

/**
 * Lets orders come at random moments, so many a second, and takes each through its steps until the time is over. What
 * each resource makes wait then is asked of the resources.
 */
export function simulate(first: Step, ordersPerSecond: number, seconds: number, random: () => number): void {
  const due = new Queue<Step>();
  const begin = ({ resource, amount, after }: Step, at: number) => {
    const done = resource.take(at, amount);
    for (const step of after) {
      if (done === at) begin(step, at);
      else due.add(done, step);
    }
  };
  const arrival = (after: number) => after - Math.log(1 - random()) / ordersPerSecond;
  for (let next = arrival(0); ; ) {
    const at = Math.min(next, due.next());
    if (at > seconds) return;
    if (at < next) begin(due.take(), at);
    else {
      begin(first, at);
      next = arrival(at);
    }
  }
}

/** How much of each resource an order takes on its way. */
export function taken(
  { resource, amount, after }: Step,
  sums = new Map<Resource, number>(),
): Map<Resource, number> {
  sums.set(resource, (sums.get(resource) ?? 0) + amount);
  for (const step of after) taken(step, sums);
  return sums;
}

/** Random numbers from 0 to 1 that are the same in every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A binary heap: what comes next by its time. */
class Queue<T> {
  readonly #times: number[] = [];
  readonly #values: T[] = [];

  /** When the next is due; infinity when there is none. */
  next(): number {
    return this.#times[0] ?? Number.POSITIVE_INFINITY;
  }

  add(time: number, value: T): void {
    let at = this.#times.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#times[parent]! <= time) break;
      this.#put(at, this.#times[parent]!, this.#values[parent]!);
      at = parent;
    }
    this.#put(at, time, value);
  }

  /** The next, which leaves the queue. */
  take(): T {
    const [first] = this.#values;
    const [time, value] = [this.#times.pop()!, this.#values.pop()!];
    const count = this.#times.length;
    let at = 0;
    for (let child = 1; child < count; child = 2 * at + 1) {
      if (child + 1 < count && this.#times[child + 1]! < this.#times[child]!) child += 1;
      if (this.#times[child]! >= time) break;
      this.#put(at, this.#times[child]!, this.#values[child]!);
      at = child;
    }
    if (count > 0) this.#put(at, time, value);
    return first!;
  }

  #put(at: number, time: number, value: T): void {
    this.#times[at] = time;
    this.#values[at] = value;
  }
}
