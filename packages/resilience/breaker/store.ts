import type { Change } from './machine.ts';
import { type BreakerRecord, type Count, type Forced, NEW_BREAKER } from './record.ts';

/** What a conditional write met: the record as it is now, and whether the write is in it. */
export interface Answer {
  applied: boolean;
  record: BreakerRecord;
}

export interface CountWrite extends Count {
  /** The generation in which the calls were let through. */
  generation: number;
  /** The slice of the window that they are counted in. */
  slice: number;
}

/**
 * Where breakers are shared. Every method may fail or answer late: then nothing is known about the write, and the caller
 * goes on with what it knew before.
 */
export interface BreakerStore {
  /** The records of the names that have one. It may lag a little behind the last write. */
  read(names: readonly string[]): Promise<Map<string, BreakerRecord>>;
  /** Adds to the counts, if the generation is still the same. */
  count(name: string, count: CountWrite): Promise<Answer>;
  /** Carries out a change, if the generation is still the one that it was made from. The counts begin anew. */
  change(name: string, change: Change): Promise<Answer>;
  /**
   * Sets a person's word, whatever the record holds, or (undefined) takes it back. After a forced open, and after one that
   * is taken back, comes a trial call, not every call at once. What was under way before counts no more.
   */
  force(name: string, forced: Forced | undefined, now: number): Promise<BreakerRecord>;
}

/** Breakers in memory: for one process, and for tests. It does what the shared store does, in the same order. */
export class MemoryBreakerStore implements BreakerStore {
  readonly #records = new Map<string, BreakerRecord>();

  async read(names: readonly string[]): Promise<Map<string, BreakerRecord>> {
    return new Map(names.filter((name) => this.#records.has(name)).map((name) => [name, this.#of(name)]));
  }

  async count(name: string, { generation, slice, calls, failures }: CountWrite): Promise<Answer> {
    return this.#write(name, generation, (record) => {
      const before = record.counts.get(slice) ?? { calls: 0, failures: 0 };
      const after = { calls: before.calls + calls, failures: before.failures + failures };
      return { ...record, counts: new Map(record.counts).set(slice, after) };
    });
  }

  async change(name: string, { from, to }: Change): Promise<Answer> {
    return this.#write(name, from, (record) => ({
      ...record,
      ...to,
      generation: from + 1,
      counts: new Map(),
    }));
  }

  async force(name: string, forced: Forced | undefined, now: number): Promise<BreakerRecord> {
    const before = this.#of(name);
    const opened = forced?.state === 'OPEN' && { state: 'OPEN' as const, since: now };
    const record: BreakerRecord = {
      ...before,
      ...opened,
      lease: undefined,
      openUntil: forced?.until ?? now,
      generation: before.generation + 1,
      forced,
      counts: new Map(),
    };
    this.#records.set(name, record);
    return record;
  }

  #of(name: string): BreakerRecord {
    return this.#records.get(name) ?? NEW_BREAKER;
  }

  #write(name: string, generation: number, write: (record: BreakerRecord) => BreakerRecord): Answer {
    const record = this.#of(name);
    if (record.generation !== generation) return { applied: false, record };
    const written = write(record);
    this.#records.set(name, written);
    return { applied: true, record: written };
  }
}
