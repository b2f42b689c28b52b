import { bounded } from '../within.ts';
import { type BreakerRecord, NEW_BREAKER } from './record.ts';
import type { Answer, BreakerStore } from './store.ts';

interface SharedRecordsOptions {
  store: BreakerStore;
  /** A copy is good for so long, in ms. */
  refreshMs: number;
  /** Nobody waits longer than this for the store, in ms. */
  timeoutMs: number;
  now: () => number;
  onError: (thrown: unknown) => void;
}

interface Copy {
  record: BreakerRecord;
  /** When it last changed, in ms since 1970. */
  changed: number;
}

/** A copy that has not changed for so long may have been deleted, and have begun anew at generation 0; in ms. */
const SETTLED_MS = 60_000;

/**
 * One environment's copies of the shared breakers. All of them are read together, at most once per `refreshMs` and by
 * one read at a time, and only when somebody asks. While the store does not answer, what was known last holds,
 * and nobody waits for it again until it has answered.
 */
export class SharedRecords {
  readonly #options: SharedRecordsOptions;
  readonly #copies = new Map<string, Copy>();
  readonly #unread = new Set<string>();
  #asked = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;
  /** Since when the store has not answered; in ms since 1970. */
  #unavailableSince: number | undefined;

  constructor(options: SharedRecordsOptions) {
    this.#options = options;
  }

  /** Sees to it that the copies of these are fresh; it never fails. */
  async refresh(names: readonly string[]): Promise<void> {
    for (const name of names) if (!this.#copies.has(name)) this.#add(name);
    while (this.#isDue()) {
      this.#reading ??= this.#read().finally(() => {
        this.#reading = undefined;
      });
      if (this.#unavailableSince !== undefined && this.#unread.size === 0) return;
      await this.#reading;
    }
  }

  /** The copy of a name that has been asked for before. */
  get(name: string): BreakerRecord {
    return this.#copies.get(name)?.record ?? NEW_BREAKER;
  }

  /** For how long the store has not answered, in ms: 0 when it did the last time. */
  unavailableMs(): number {
    return this.#unavailableSince === undefined ? 0 : this.#options.now() - this.#unavailableSince;
  }

  names(): string[] {
    return [...this.#copies.keys()];
  }

  /** Keeps a record until the next read: for while there is no store to write it to. */
  assume(name: string, record: BreakerRecord): void {
    this.#copies.set(name, { record, changed: this.#options.now() });
  }

  /**
   * Sends a write and keeps what it answers.
   *
   * @returns undefined when there was no answer in time, so that nothing is known about it.
   */
  async write(name: string, send: (store: BreakerStore) => Promise<Answer>): Promise<Answer | undefined> {
    const { store, timeoutMs, onError, now } = this.#options;
    const began = now();
    try {
      const answer = await bounded(send(store), timeoutMs);
      this.#keep(name, answer.record, began);
      this.#unavailableSince = undefined;
      return answer;
    } catch (thrown) {
      this.#unavailableSince ??= began;
      onError(thrown);
      return undefined;
    }
  }

  #add(name: string): void {
    this.#copies.set(name, { record: NEW_BREAKER, changed: Number.NEGATIVE_INFINITY });
    this.#unread.add(name);
  }

  #isDue(): boolean {
    const { now, refreshMs } = this.#options;
    return this.#unread.size > 0 || now() - this.#asked >= refreshMs;
  }

  async #read(): Promise<void> {
    const { store, timeoutMs, onError, now } = this.#options;
    // Calls that begin together are read for together.
    await undefined;
    const began = now();
    this.#asked = began;
    this.#unread.clear();
    const names = this.names();
    try {
      const records = await bounded(store.read(names), timeoutMs);
      for (const name of names) this.#keep(name, records.get(name) ?? NEW_BREAKER, began);
      this.#unavailableSince = undefined;
    } catch (thrown) {
      this.#unavailableSince ??= began;
      onError(thrown);
    }
  }

  /** A read may lag behind a write, or answer after it: generations only rise, except when a record begins anew. */
  #keep(name: string, record: BreakerRecord, began: number): void {
    const copy = this.#copies.get(name);
    const before = copy?.record.generation ?? 0;
    if (copy && record.generation < before && began - copy.changed < SETTLED_MS) return;
    const changed = copy && record.generation === before ? copy.changed : began;
    this.#copies.set(name, { record, changed });
  }
}
