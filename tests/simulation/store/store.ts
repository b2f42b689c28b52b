import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { Invalid, refused } from './errors.ts';
import { query } from './query.ts';
import { type IndexKey, StoredTable } from './table.ts';
import { type Enforces, transact } from './transaction.ts';
import type { Item } from './values.ts';

const CONDITIONAL = [
  'TableName',
  'ConditionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ReturnValuesOnConditionCheckFailure',
];

/** Parameters that are understood; a command with another one is an error of the test, not of the table. */
const KNOWN: Record<string, string[]> = {
  GetItemCommand: ['TableName', 'Key', 'ConsistentRead'],
  BatchGetItemCommand: ['RequestItems'],
  QueryCommand: [
    'TableName',
    'IndexName',
    'KeyConditionExpression',
    'ExpressionAttributeNames',
    'ExpressionAttributeValues',
    'ConsistentRead',
    'Limit',
    'ScanIndexForward',
    'ExclusiveStartKey',
  ],
  TransactWriteItemsCommand: ['TransactItems', 'ClientRequestToken'],
  PutItemCommand: [...CONDITIONAL, 'Item'],
  UpdateItemCommand: [...CONDITIONAL, 'Key', 'UpdateExpression'],
};

/**
 * DynamoDB in memory, for what functions/platform/table.ts asks of it: conditions, updates, transactions with their
 * cancellation reasons, queries, and a record of every change in order. A call takes effect at once and in one piece;
 * when it does is the caller's choice. differential.test.ts holds its answers to those of DynamoDB Local.
 */
export class Store {
  readonly #tables = new Map<string, StoredTable>();
  /** Whether a write's condition is looked at: always, unless a test drops one. */
  enforces: Enforces = () => true;

  /** Makes a table with the key pk, sk. */
  createTable(name: string, indexes?: Record<string, IndexKey>): StoredTable {
    const table = new StoredTable(indexes);
    this.#tables.set(name, table);
    return table;
  }

  /** @throws Error when there is no such table. */
  table(name: string): StoredTable {
    const table = this.#tables.get(name);
    if (!table) throw new Error(`the simulated store has no table ${name}`);
    return table;
  }

  /**
   * Answers one command of the AWS SDK.
   *
   * @throws what DynamoDB throws, by the SDK's own classes; Error for what is not simulated.
   */
  execute(command: unknown): unknown {
    const { name: kind } = (command as object).constructor;
    const { input } = command as { input: object };
    const unknown = Object.entries(input).find(
      ([name, value]) => value !== undefined && !KNOWN[kind]?.includes(name),
    );
    if (unknown) throw new Error(`the simulated store does not know ${kind} ${unknown[0]}`);
    if (command instanceof GetItemCommand) {
      const table = this.table(command.input.TableName!);
      return { Item: table.get(table.id(command.input.Key!)) };
    }
    if (command instanceof BatchGetItemCommand) return this.#getMany(command.input);
    if (command instanceof QueryCommand) return query(command.input, this.table(command.input.TableName!));
    if (command instanceof TransactWriteItemsCommand) {
      transact(command.input, (name) => this.table(name), this.enforces);
      return {};
    }
    const one = oneWrite(command);
    if (one) return this.#writeOne(one);
    throw new Error(`the simulated store does not know ${kind}`);
  }

  /** PutItem and UpdateItem: what a transaction of one does, told in words of their own. */
  #writeOne(write: TransactWriteItem): object {
    try {
      transact({ TransactItems: [write] }, (name) => this.table(name), this.enforces);
      return {};
    } catch (thrown) {
      throw thrown instanceof TransactionCanceledException ? refused(thrown) : thrown;
    }
  }

  #getMany({ RequestItems = {} }: BatchGetItemCommandInput) {
    const Responses: Record<string, Item[]> = {};
    for (const [name, { Keys = [] }] of Object.entries(RequestItems)) {
      const table = this.table(name);
      const ids = Keys.map((key) => table.id(key));
      if (ids.length === 0 || ids.length > 100) throw new Invalid('Keys must have 1 to 100 members');
      if (new Set(ids).size < ids.length) throw new Invalid('Provided list of item keys contains duplicates');
      Responses[name] = ids.map((id) => table.get(id)).filter((item) => item !== undefined);
    }
    return { Responses, UnprocessedKeys: {} };
  }
}

/** A write of one item as it would stand in a transaction; undefined for any other command. */
export function oneWrite(command: unknown): TransactWriteItem | undefined {
  if (command instanceof PutItemCommand) return { Put: command.input } as TransactWriteItem;
  if (command instanceof UpdateItemCommand) return { Update: command.input } as TransactWriteItem;
  return undefined;
}
