import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  ScanCommand,
  type ScanCommandOutput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import {
  countAttribute,
  countAttributes,
  type Item,
  readRecord,
  tellsNothing,
  type Update,
  updateExpressions,
} from './dynamo-item.ts';
import type { Change } from './machine.ts';
import type { BreakerRecord, Forced } from './record.ts';
import type { Answer, BreakerStore, CountWrite } from './store.ts';
import { type BreakerView, viewOf } from './view.ts';

export interface DynamoBreakerStoreOptions {
  /** A table with the string `name` as its only key, and `expiresAt` as its time to live. */
  table: string;
  /** Its role needs dynamodb:BatchGetItem and dynamodb:UpdateItem on the table, and no more. */
  client: Pick<DynamoDBClient, 'send'>;
  /** A call that takes longer is given up, in ms. */
  timeoutMs?: number;
  /** Now, in ms since 1970; for the time to live. */
  now?: () => number;
}

/** A breaker that nobody has written to for two days is deleted, in seconds: longer than a person's word holds. */
const KEPT_SECONDS = 2 * 24 * 60 * 60;

/** What DynamoDB gives out in one BatchGetItem at most. */
const MOST_KEYS = 100;

/**
 * Breakers in a DynamoDB table, one item each. Counting is one atomic ADD, so that no failure is lost among many writers;
 * a transition is a write on condition of the generation, so that it happens once. Every write answers with the item as
 * it is then, also when its condition fails: nobody has to read after writing.
 *
 * @example new Breakers({ store: new DynamoBreakerStore({ table: 'breakers', client: new DynamoDBClient({ maxAttempts: 1 }) }) })
 */
export class DynamoBreakerStore implements BreakerStore {
  readonly #options: Required<DynamoBreakerStoreOptions>;
  /** By name, the counts that were seen in the item last: the next write removes those that tell nothing any more. */
  readonly #seen = new Map<string, string[]>();

  constructor(options: DynamoBreakerStoreOptions) {
    this.#options = { timeoutMs: 1_000, now: Date.now, ...options };
  }

  async read(names: readonly string[]): Promise<Map<string, BreakerRecord>> {
    const { client, table } = this.#options;
    const records = new Map<string, BreakerRecord>();
    for (let from = 0; from < names.length; from += MOST_KEYS) {
      const Keys = names.slice(from, from + MOST_KEYS).map((name) => marshall({ name }));
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetItemCommand({ RequestItems: { [table]: { Keys } } }),
        this.#time(),
      );
      // What is missing because the table is busy must not look like a breaker that does not exist.
      if (UnprocessedKeys?.[table]?.Keys?.length) throw new Error('the table of breakers is too busy');
      for (const item of Responses?.[table] ?? [])
        records.set(item.name!.S!, this.#keep(item.name!.S!, item));
    }
    return records;
  }

  async count(name: string, { generation, slice, calls, failures }: CountWrite): Promise<Answer> {
    return this.#update(name, {
      generation,
      begin: { state: 'CLOSED', generation },
      add: {
        [countAttribute(generation, slice, 'calls')]: calls,
        [countAttribute(generation, slice, 'failures')]: failures,
      },
      remove: this.#seenOf(name).filter((count) => tellsNothing(count, generation, slice)),
    });
  }

  async change(name: string, { from, to }: Change): Promise<Answer> {
    const { state, since, openUntil, opens, lease } = to;
    const set = { state, since, openUntil, opens, generation: from + 1 };
    return this.#update(name, {
      generation: from,
      set: lease ? { ...set, leaseBy: lease.by, leaseUntil: lease.until } : set,
      remove: [...(lease ? [] : ['leaseBy', 'leaseUntil']), ...this.#seenOf(name)],
    });
  }

  async force(name: string, forced: Forced | undefined, now: number): Promise<BreakerRecord> {
    const opened = forced?.state === 'OPEN';
    const { record } = await this.#update(name, {
      set: {
        openUntil: forced?.until ?? now,
        ...(opened && { state: 'OPEN', since: now }),
        ...(forced && { forced }),
      },
      begin: opened ? {} : { state: 'CLOSED' },
      add: { generation: 1 },
      remove: ['leaseBy', 'leaseUntil', ...(forced ? [] : ['forced']), ...this.#seenOf(name)],
    });
    return record;
  }

  async #update(name: string, update: Update): Promise<Answer> {
    const expiresAt = Math.ceil(this.#options.now() / 1000) + KEPT_SECONDS;
    const command = new UpdateItemCommand({
      TableName: this.#options.table,
      Key: marshall({ name }),
      ...updateExpressions({ ...update, set: { ...update.set, expiresAt } }),
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    try {
      const { Attributes } = await this.#options.client.send(command, this.#time());
      return { applied: true, record: this.#keep(name, Attributes) };
    } catch (thrown) {
      if (!(thrown instanceof ConditionalCheckFailedException)) throw thrown;
      return { applied: false, record: this.#keep(name, thrown.Item) };
    }
  }

  #keep(name: string, item: Item | undefined): BreakerRecord {
    this.#seen.set(name, countAttributes(item));
    return readRecord(item);
  }

  #seenOf(name: string): string[] {
    return this.#seen.get(name) ?? [];
  }

  #time() {
    return { abortSignal: AbortSignal.timeout(this.#options.timeoutMs) };
  }
}

interface ListBreakersOptions {
  table: string;
  client: Pick<DynamoDBClient, 'send'>;
  /** Now, in ms since 1970. */
  now?: number;
}

/**
 * Every breaker that something has happened to in the last two days, by name; all others are closed. It reads the whole
 * table, one small item for each instance that ever failed: for people, not for calls. Needs dynamodb:Scan.
 *
 * @example await listBreakers({ table: 'breakers', client: new DynamoDBClient({}) }) // [{ name: 'users/a', state: 'OPEN', … }]
 */
export async function listBreakers({
  table,
  client,
  now = Date.now(),
}: ListBreakersOptions): Promise<BreakerView[]> {
  const views: BreakerView[] = [];
  let from: ScanCommandOutput['LastEvaluatedKey'];
  do {
    const page: ScanCommandOutput = await client.send(
      new ScanCommand({ TableName: table, ExclusiveStartKey: from }),
    );
    for (const item of page.Items ?? []) views.push(viewOf(item.name!.S!, readRecord(item), now));
    from = page.LastEvaluatedKey;
  } while (from);
  return views.sort((a, b) => (a.name < b.name ? -1 : 1));
}
