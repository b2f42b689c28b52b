import { within } from '../within.ts';
import type { InstanceState } from './instance.ts';

export interface DiscoveryOptions {
  /** The instances as they were deployed: what is called as long as nobody has said more. */
  deployed?: readonly InstanceState[];
  /** Reads all instances of all services as they are now. */
  load: () => Promise<InstanceState[]>;
  /** How long the first questions of an environment wait for what has changed since the deployment, in ms. */
  firstWaitMs?: number;
  /** How long an answer is taken for granted, in ms. */
  ttlMs?: number;
  /**
   * After how many ms a read that has not answered is given up for a new one. An environment that is frozen while it
   * reads wakes up with a dead connection, perhaps hours later.
   */
  giveUpMs?: number;
  /** Told of every read that failed: no question fails because of it. */
  onError?: (thrown: unknown) => void;
  /** Now, in ms since 1970. */
  now?: () => number;
}

interface Reading {
  began: number;
  done: Promise<void>;
}

/**
 * Where the instances of each service are, as an environment knows it. The instances that were deployed it knows from the beginning;
 * how they are, and which were drained, added or taken away since, it reads at most once per `ttlMs`, by one read at a time.
 * The first questions wait for that, no longer than `firstWaitMs` altogether. After that the last good answer is given at
 * once, and a new one is fetched meanwhile when it is old (stale-while-revalidate, RFC 5861); while there is none, the instances
 * that were deployed are. So a registry that is slow, throttled or gone changes nothing for callers.
 *
 * @example
 * const discovery = new Discovery({ deployed: deployedInstances(env), load: tableRegistry({ table, client }) });
 * const instances = await discovery.instances('users');
 */
export class Discovery {
  readonly #options: Required<Omit<DiscoveryOptions, 'deployed'>>;
  readonly #deployed: ReadonlyMap<string, InstanceState[]>;
  #known: ReadonlyMap<string, InstanceState[]> | undefined;
  /** When the newest read that ended well began, and when the last began at all. */
  #knownFrom = Number.NEGATIVE_INFINITY;
  #asked = Number.NEGATIVE_INFINITY;
  #reading: Reading | undefined;
  /** Until when questions wait for the first read; in ms since 1970. */
  #waitUntil: number | undefined;

  constructor({ deployed = [], ...options }: DiscoveryOptions) {
    this.#options = {
      ttlMs: 10_000,
      giveUpMs: 5_000,
      firstWaitMs: 500,
      onError: () => {},
      now: Date.now,
      ...options,
    };
    this.#deployed = Map.groupBy(deployed, ({ service }) => service);
  }

  /**
   * The instances of a service, drained and down ones included; none for a service that was neither deployed nor registered.
   * A service without a registration is taken for the one that was deployed: that somebody has emptied the registry does
   * not take the service away. It never fails.
   */
  async instances(service: string): Promise<InstanceState[]> {
    this.refresh();
    if (this.#known === undefined && this.#reading) await this.#first(this.#reading);
    const known = this.#known?.get(service);
    return known ?? this.#deployed.get(service) ?? [];
  }

  /** Begins to read if what is known is old: while a function starts, so that its first call finds the answer. */
  refresh(): void {
    const { now, ttlMs, giveUpMs, onError } = this.#options;
    const began = now();
    if (began - this.#asked < ttlMs) return;
    if (this.#reading && began - this.#reading.began < giveUpMs) return;
    this.#asked = began;
    const reading: Reading = { began, done: this.#read(began).catch(onError) };
    this.#reading = reading;
    reading.done.then(() => {
      if (this.#reading === reading) this.#reading = undefined;
    });
  }

  /** Waits for the first read, however many ask, until the time is over that the first of them has given it. */
  async #first({ done }: Reading): Promise<void> {
    const { now, firstWaitMs } = this.#options;
    this.#waitUntil ??= now() + firstWaitMs;
    const left = this.#waitUntil - now();
    if (left > 0) await within(done, left);
  }

  async #read(began: number): Promise<void> {
    const instances = await this.#options.load();
    // A read that was given up may still answer, after a newer one has.
    if (began < this.#knownFrom) return;
    this.#knownFrom = began;
    this.#known = Map.groupBy(instances, ({ service }) => service);
  }
}
