import {
  type AttributeValue,
  BatchGetItemCommand,
  type CancellationReason,
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactionConflictException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { awsClient } from './aws-client.ts';
import { readConfig, required } from './config.ts';
import { withRetries } from './jitter.ts';
import type { Key } from './key.ts';
import { ServiceError } from './service-error.ts';

/** A condition or update in DynamoDB's own expression language, with plain values. */
interface Expression {
  condition?: string;
  names?: Record<string, string>;
  values?: Record<string, unknown>;
}

/** One write of a transaction. `label` names it in the error when its condition fails. */
export type Write = Expression & { label?: string } & (
    | { put: Key & Record<string, unknown> }
    | { update: Key; set: string }
    | { check: Key; condition: string }
    | { delete: Key }
  );

export interface Page<T> {
  items: T[];
  /** Of the item that the next page begins after, the key at least; undefined at the end. */
  last?: Record<string, unknown>;
}

/** The condition of one or more writes of a transaction did not hold: nothing was written. */
export class ConditionFailed extends Error {
  override name = 'ConditionFailed';
  /** By label: the item as it stood when the condition failed (undefined when there was none). */
  readonly failed: ReadonlyMap<string, Record<string, unknown> | undefined>;

  constructor(failed: Map<string, Record<string, unknown> | undefined>) {
    super(`condition failed: ${[...failed.keys()].join(', ')}`);
    this.failed = failed;
  }
}

const plain = { removeUndefinedValues: true, convertClassInstanceToMap: false };
/** One of each kind, which are never sent: they warm a client. */
const WARM = [
  new GetItemCommand({ TableName: 'none', Key: { pk: { S: '' } } }),
  new TransactWriteItemsCommand({
    TransactItems: [{ Put: { TableName: 'none', Item: marshall({ list: [1], map: { text: '' } }, plain) } }],
  }),
];

const read = <T>(item: Record<string, AttributeValue>): T => unmarshall(item) as T;

/** How often a write is tried that others keep getting in the way of, and the pauses between (ms). */
const CONFLICTS = { attempts: 6, baseMs: 25, capMs: 400 };

/**
 * A service's own table: one table a service, generic keys (pk, sk), items as plain objects. Writes go through `write`, as
 * one transaction, because a change and its outbox record are never apart; what is alone and says so goes through `writeOne`.
 */
export class Table {
  readonly #name: string;
  readonly #client: DynamoDBClient;

  constructor(name: string, client: DynamoDBClient = awsClient(DynamoDBClient, {}, { warmBy: WARM })) {
    this.#name = name;
    this.#client = client;
  }

  /** Reads one item, strongly consistent: a customer who has just written must see it. */
  async get<T>(key: Key): Promise<T | undefined> {
    const { Item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#name, Key: marshall(key), ConsistentRead: true }),
    );
    return Item && read<T>(Item);
  }

  /**
   * Reads up to 100 items by key, in no particular order; what does not exist is left out. What a busy table has not read
   * is asked for again after a pause: at once, it would only be busier (API_BatchGetItem).
   *
   * @throws ServiceError `unavailable`, retryable, when the table stays busy.
   */
  async getMany<T>(keys: Key[]): Promise<T[]> {
    const found: T[] = [];
    let wanted: Record<string, AttributeValue>[] = keys.map((key) => marshall(key));
    const readOn = async () => {
      if (wanted.length === 0) return;
      const { Responses, UnprocessedKeys } = await this.#client.send(
        new BatchGetItemCommand({ RequestItems: { [this.#name]: { Keys: wanted, ConsistentRead: true } } }),
      );
      found.push(...(Responses?.[this.#name] ?? []).map((item) => read<T>(item)));
      wanted = UnprocessedKeys?.[this.#name]?.Keys ?? [];
      if (wanted.length > 0)
        throw new ServiceError('unavailable', 'The table is too busy.', { retryable: true });
    };
    await withRetries(readOn, {
      attempts: 10,
      baseMs: 25,
      capMs: 400,
      when: (thrown) => thrown instanceof ServiceError,
    });
    return found;
  }

  /**
   * Reads one page of a query, in key order or (newest first) against it. With a limit it reads one item more, so that
   * the last page knows that it is the last: DynamoDB itself says so only on an empty page after it.
   */
  async query<T>(options: {
    index?: string;
    where: string;
    names?: Record<string, string>;
    values: Record<string, unknown>;
    limit?: number;
    newestFirst?: boolean;
    after?: Record<string, unknown>;
  }): Promise<Page<T>> {
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.#name,
        IndexName: options.index,
        KeyConditionExpression: options.where,
        ExpressionAttributeNames: options.names,
        ExpressionAttributeValues: marshall(options.values, plain),
        ConsistentRead: options.index === undefined,
        Limit: options.limit && options.limit + 1,
        ScanIndexForward: !options.newestFirst,
        ExclusiveStartKey: options.after && marshall(options.after),
      }),
    );
    const items = Items.slice(0, options.limit);
    const last = items.length < Items.length ? items.at(-1) : LastEvaluatedKey;
    return { items: items.map((item) => read<T>(item)), last: last && read(last) };
  }

  /**
   * Writes all or nothing (at most 100 writes). Two transactions that touch the same item at once cancel one
   * another; no condition failed, so it is tried again a few times before it becomes a retryable error.
   *
   * @throws ConditionFailed when a condition did not hold, with the items that stood in the way.
   * @throws ServiceError `conflict`, retryable, when other writers kept getting in between.
   */
  async write(writes: Write[]): Promise<void> {
    const command = new TransactWriteItemsCommand({
      TransactItems: writes.map((write) => this.#item(write)),
    });
    try {
      await withRetries(() => this.#client.send(command), { ...CONFLICTS, when: isConflict });
    } catch (thrown) {
      if (!(thrown instanceof TransactionCanceledException)) throw thrown;
      const failed = failedConditions(writes, thrown.CancellationReasons ?? []);
      if (failed.size > 0) throw new ConditionFailed(failed);
      throw busyWith(thrown);
    }
  }

  /**
   * Writes one item on its condition, for half of what a transaction costs. A transaction that the SDK sends again when its
   * answer was lost is known by its token (API_TransactWriteItems, ClientRequestToken); this is not, and may fail on what it
   * has itself written. So it is for writes whose caller finds in that what it wanted, or to whom a repetition is nothing.
   *
   * @throws ConditionFailed when the condition did not hold, with the item that stood in the way.
   * @throws ServiceError `conflict`, retryable, when transactions kept getting in between.
   */
  async writeOne(write: Write & ({ put: object } | { update: Key })): Promise<void> {
    const { Put, Update } = this.#item(write);
    const send = async () =>
      Update
        ? await this.#client.send(new UpdateItemCommand(Update))
        : await this.#client.send(new PutItemCommand(Put!));
    try {
      await withRetries(send, {
        ...CONFLICTS,
        when: (thrown) => thrown instanceof TransactionConflictException,
      });
    } catch (thrown) {
      if (thrown instanceof ConditionalCheckFailedException)
        throw new ConditionFailed(new Map([[write.label ?? 'write 0', thrown.Item && read(thrown.Item)]]));
      if (thrown instanceof TransactionConflictException) throw busyWith(thrown);
      throw thrown;
    }
  }

  #item(write: Write): TransactWriteItem {
    const common = {
      TableName: this.#name,
      ConditionExpression: write.condition,
      ExpressionAttributeNames: write.names,
      ExpressionAttributeValues: write.values && marshall(write.values, plain),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    };
    if ('put' in write) return { Put: { ...common, Item: marshall(write.put, plain) } };
    if ('update' in write) {
      return { Update: { ...common, Key: marshall(write.update), UpdateExpression: write.set } };
    }
    if ('check' in write) {
      return {
        ConditionCheck: { ...common, Key: marshall(write.check), ConditionExpression: write.condition },
      };
    }
    return { Delete: { ...common, Key: marshall(write.delete) } };
  }
}

/**
 * Optimistic concurrency: runs a read and its conditional write again when somebody else was quicker.
 *
 * @throws ConditionFailed when others were quicker five times in a row.
 */
export const retryIfChanged = <T>(attempt: () => Promise<T>): Promise<T> =>
  withRetries(attempt, {
    attempts: 5,
    baseMs: 20,
    capMs: 200,
    when: (thrown) => thrown instanceof ConditionFailed,
  });

/** The table of the service that this function belongs to; `connections` as in awsClient. */
export const tableFromEnvironment = ({ connections = 1 } = {}): Table =>
  new Table(
    readConfig({ TABLE: required }).TABLE,
    awsClient(DynamoDBClient, {}, { warmBy: WARM, connections }),
  );

/** True when nothing but other writers stood in the way: a failed condition is an answer, not a conflict. */
function isConflict(thrown: unknown): boolean {
  if (!(thrown instanceof TransactionCanceledException)) return false;
  const codes = (thrown.CancellationReasons ?? []).map((reason) => reason.Code);
  return codes.includes('TransactionConflict') && !codes.includes('ConditionalCheckFailed');
}

const busyWith = (cause: Error): ServiceError =>
  new ServiceError('conflict', 'Others are changing the same data.', { cause, retryable: true });

function failedConditions(writes: Write[], reasons: CancellationReason[]) {
  const failed = new Map<string, Record<string, unknown> | undefined>();
  for (const [index, reason] of reasons.entries()) {
    if (reason.Code !== 'ConditionalCheckFailed') continue;
    failed.set(writes[index]?.label ?? `write ${index}`, reason.Item && read(reason.Item));
  }
  return failed;
}
