import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  GetItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { Invalid } from './errors.ts';
import { query } from './query.ts';
import { type IndexKey, StoredTable } from './table.ts';
import { type Enforces, transact } from './transaction.ts';
import type { Item } from './values.ts';

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
};

/**
 * DynamoDB in memory, for what functions/platform/table.ts asks of it: conditions, updates, transactions with their
 * cancellation reasons, queries, and a record of every change in order. A call takes effect at once and in one piece;
 * when it does is the caller's choice. differential.test.ts holds its answers to the engine's.
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
    throw new Error(`the simulated store does not know ${kind}`);
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
