import { itemKey } from '../platform/key.ts';
import { ServiceError } from '../platform/service-error.ts';
import { SHARDS } from '../platform/shards.ts';
import { ConditionFailed, type Table, type Write } from '../platform/table.ts';
import { type IdentifiedLine, partsOf, sumOf } from './parts.ts';
import { addition } from './series-table.ts';

/**
 * How long it is remembered that a line was counted (seconds): longer than anything brings it again. CloudWatch Logs tries
 * for a day, Lambda for six hours, and what waits in operator queues for 14 days.
 */
const REMEMBERED_SECONDS = 15 * 24 * 60 * 60;

/** So many shards are tried before the batch is left to be delivered again. */
const ATTEMPTS = 5;

interface CountersOptions {
  table: Table;
  /** The shard that is written to first; another one when others are writing to it. */
  shard?: number;
  /** Now, in ms since 1970. */
  now?: () => number;
}

/**
 * Counters that never go down, forget, or count twice: each line of the log is claimed by the id of its event in the very
 * transaction that adds what it says. Whatever is delivered again, late, in another order or in other parts, finds the claims
 * of what was counted, and is counted without it.
 */
export class CounterRepository {
  readonly #table: Table;
  readonly #now: () => number;
  #shard: number;

  constructor({ table, shard = Math.floor(Math.random() * SHARDS), now = Date.now }: CountersOptions) {
    this.#table = table;
    this.#shard = shard;
    this.#now = now;
  }

  /**
   * Counts lines, once each. Killed at any point it has counted whole parts and nothing of the others.
   *
   * @returns how many were counted now.
   * @throws what the table throws; the lines may all be given again.
   */
  async add(lines: readonly IdentifiedLine[]): Promise<number> {
    let counted = 0;
    for (const part of partsOf(lines)) counted += await this.#addPart(part);
    return counted;
  }

  async #addPart(part: readonly IdentifiedLine[]): Promise<number> {
    let left = part;
    for (let attempt = 1; left.length > 0; ) {
      try {
        await this.#table.write([
          ...left.map(({ id }) => this.#claim(id)),
          ...[...sumOf(left)].map((delta) => addition(delta, this.#shard)),
        ]);
        return left.length;
      } catch (thrown) {
        if (thrown instanceof ConditionFailed) {
          const known = thrown.failed;
          left = left.filter(({ id }) => !known.has(id));
        } else if (isConflict(thrown) && attempt < ATTEMPTS) {
          attempt += 1;
          this.#shard = (this.#shard + 1) % SHARDS;
        } else throw thrown;
      }
    }
    return 0;
  }

  /** The write that claims an event of the log: it fails by the event's id when the event was counted. */
  #claim(id: string): Write {
    const expiresAt = Math.floor(this.#now() / 1000) + REMEMBERED_SECONDS;
    return {
      label: id,
      put: { ...itemKey(['LINE', id], ['COUNTED']), expiresAt },
      condition: 'attribute_not_exists(pk)',
    };
  }
}

/** Others were writing to the same series. */
const isConflict = (thrown: unknown): boolean => thrown instanceof ServiceError && thrown.code === 'conflict';
