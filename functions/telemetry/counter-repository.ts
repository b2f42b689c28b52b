import { hashOf } from '../platform/hash-of.ts';
import { itemKey } from '../platform/key.ts';
import { ServiceError } from '../platform/service-error.ts';
import { SHARDS } from '../platform/shards.ts';
import { ConditionFailed, type Table, type Write } from '../platform/table.ts';
import { claimsOf, type IdentifiedLine, partsOf, sumOf } from './parts.ts';
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
 * Counters that lose nothing and count nothing twice: the transaction that adds what a log line says also claims the id of its
 * log event. A line that is delivered again, late or in another batch, is skipped when it is claimed. Lines of one moment share
 * an item of claims, since they mostly come together: an item for each would cost more than all that is counted.
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
          ...[...claimsOf(left)].map(([moment, ids]) => this.#claim(moment, ids)),
          ...[...sumOf(left)].map((delta) => addition(delta, this.#shard)),
        ]);
        return left.length;
      } catch (thrown) {
        if (thrown instanceof ConditionFailed) {
          const known = (moment: string) => thrown.failed.get(moment)?.ids as Set<string> | undefined;
          left = left.filter(({ id, moment }) => !known(moment)?.has(shortOf(id)));
        } else if (isConflict(thrown) && attempt < ATTEMPTS) {
          attempt += 1;
          this.#shard = (this.#shard + 1) % SHARDS;
        } else throw thrown;
      }
    }
    return 0;
  }

  /** The write that claims events of a moment: it fails by the moment, with the ids that were counted, when one of them was. */
  #claim(moment: string, ids: string[]): Write {
    const shorts = ids.map(shortOf);
    return {
      label: moment,
      update: itemKey(['LINES', moment], ['COUNTED']),
      set: 'SET expiresAt = :end ADD ids :ids',
      condition: shorts.map((_, index) => `NOT contains(ids, :i${index})`).join(' AND '),
      values: {
        ':end': Math.floor(this.#now() / 1000) + REMEMBERED_SECONDS,
        ':ids': new Set(shorts),
        ...Object.fromEntries(shorts.map((short, index) => [`:i${index}`, short])),
      },
    };
  }
}

/** 72 bits of an id's hash: enough to tell the some hundred of a moment apart, and a hundred of them are a kilobyte. */
const shortOf = (id: string): string => hashOf(id).slice(0, 12);

/** Others were writing to the same series. */
const isConflict = (thrown: unknown): boolean => thrown instanceof ServiceError && thrown.code === 'conflict';
