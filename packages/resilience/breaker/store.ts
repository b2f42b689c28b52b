import type { Change } from './machine.ts';
import type { BreakerRecord, Count, Forced } from './record.ts';

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
