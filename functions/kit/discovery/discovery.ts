import type { CellState } from './cell.ts';

export interface DiscoveryOptions {
  /** Reads all cells of all services. */
  load: () => Promise<CellState[]>;
  /** How long an answer is taken for granted, in ms. */
  ttlMs?: number;
  /**
   * After how many ms a read that has not answered is given up for a new one. An environment that is frozen while it
   * reads wakes up with a dead connection, perhaps hours later.
   */
  giveUpMs?: number;
  /** Told of every read that failed while an older answer held. */
  onError?: (thrown: unknown) => void;
  /** Now, in ms since 1970. */
  now?: () => number;
}

interface Reading {
  began: number;
  done: Promise<void>;
}

/**
 * Where the cells of each service are, as an environment knows it: read at most once per `ttlMs`, and by one read at a
 * time. Only the very first question waits for the answer. After that the last good one is given at once, and a new one
 * is fetched meanwhile when it is old (stale-while-revalidate, RFC 5861); when that fails, the last good one holds.
 *
 * @example
 * const discovery = new Discovery({ load: ssmRegistry({ path: '/shop/production', client }) });
 * const cells = await discovery.cells('users');
 */
export class Discovery {
  readonly #load: () => Promise<CellState[]>;
  readonly #ttlMs: number;
  readonly #giveUpMs: number;
  readonly #onError: (thrown: unknown) => void;
  readonly #now: () => number;
  #known: Map<string, CellState[]> | undefined;
  /** When the newest read that ended well began, and when the last began at all. */
  #knownFrom = Number.NEGATIVE_INFINITY;
  #asked = Number.NEGATIVE_INFINITY;
  #reading: Reading | undefined;

  constructor({
    load,
    ttlMs = 10_000,
    giveUpMs = 5_000,
    onError = () => {},
    now = Date.now,
  }: DiscoveryOptions) {
    this.#load = load;
    this.#ttlMs = ttlMs;
    this.#giveUpMs = giveUpMs;
    this.#onError = onError;
    this.#now = now;
  }

  /**
   * The cells of a service, drained and down ones included; none for a service that nobody has registered.
   *
   * @throws what `load` throws, as long as it has never answered.
   */
  async cells(service: string): Promise<CellState[]> {
    if (this.#known === undefined) await this.#read();
    else if (this.#now() - this.#asked >= this.#ttlMs) this.#read().catch(this.#onError);
    return this.#known?.get(service) ?? [];
  }

  #read(): Promise<void> {
    const began = this.#now();
    if (this.#reading && began - this.#reading.began < this.#giveUpMs) return this.#reading.done;
    this.#asked = began;
    const reading: Reading = { began, done: this.#take(began) };
    this.#reading = reading;
    const over = () => {
      if (this.#reading === reading) this.#reading = undefined;
    };
    reading.done.then(over, over);
    return reading.done;
  }

  async #take(began: number): Promise<void> {
    const cells = await this.#load();
    // A read that was given up may still answer, after a newer one has.
    if (began < this.#knownFrom) return;
    this.#knownFrom = began;
    this.#known = Map.groupBy(cells, ({ service }) => service);
  }
}
