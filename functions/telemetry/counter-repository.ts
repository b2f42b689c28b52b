import { itemKey } from '../platform/key.ts';
import { ServiceError } from '../platform/service-error.ts';
import { SHARDS } from '../platform/shards.ts';
import { ConditionFailed, type Table, type Write } from '../platform/table.ts';
import { type IdentifiedLine, partsOf, sumOf } from './parts.ts';
import { addition } from './series-table.ts';

/**
 * How long it is remembered that a line was counted (seconds): longer than anything delivers it again. CloudWatch Logs
 * retries for a day, Lambda for six hours, and an operator queue keeps messages for 14 days.
 */
const REMEMBERED_SECONDS = 15 * 24 * 60 * 60;

/** How many shards are tried before the invocation fails, so that the batch is delivered again. */
const ATTEMPTS = 5;

interface CountersOptions {
  table: Table;
  /** The shard that is written to first; another one when others are writing to it. */
  shard?: number;
  /** Now, in ms since 1970. */
  now?: () => number;
}

/**
 * Counters that lose nothing and count nothing twice: the transaction that adds what a log line says also writes a claim
 * with the id of its log event. A line that is delivered again, late or in another batch, is skipped when its claim exists.
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
   * Counts lines, once each, in parts of one transaction: a function that is killed has counted whole parts.
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
