import { isDeepStrictEqual } from 'node:util';
import {
  type AttributeValue,
  BatchGetItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { originalOf } from './point-in-time.ts';

type Item = Record<string, AttributeValue>;

/** BatchGetItem takes so many keys: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const KEYS_A_CALL = 100;

export interface Difference {
  /** Rows of the copy that the table has not. */
  missing: Item[];
  /** Rows that the table has with other contents: what has happened since, or what was spoilt. */
  changed: Item[];
  /** How many rows the copy has that do not expire. */
  compared: number;
}

/**
 * What a copy has that its table has not, or has otherwise. Rows that expire by themselves (sessions, idempotency keys, records of
 * the outbox and the inbox) are left out: they are of use for a while only, and the outbox's would be published again.
 */
export async function compareWithCopy(client: DynamoDBClient, copy: string): Promise<Difference> {
  const table = originalOf(copy);
  const difference: Difference = { missing: [], changed: [], compared: 0 };
  for await (const { Items = [] } of paginateScan(
    { client },
    { TableName: copy, Limit: KEYS_A_CALL, ConsistentRead: true },
  )) {
    const items = Items.filter((item) => item.expiresAt === undefined);
    const live = await readAll(client, table, items);
    difference.compared += items.length;
    for (const item of items) {
      const now = live.get(keyText(item));
      if (now === undefined) difference.missing.push(item);
      else if (!isDeepStrictEqual(now, item)) difference.changed.push(item);
    }
  }
  return difference;
}

/**
 * Puts rows back that a table has not. A row that has appeared meanwhile stays as it is.
 *
 * @returns how many were put back.
 */
export async function putBack(
  client: DynamoDBClient,
  table: string,
  missing: readonly Item[],
): Promise<number> {
  let count = 0;
  for (const Item of missing)
    try {
      await client.send(
        new PutItemCommand({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' }),
      );
      count += 1;
    } catch (thrown) {
      if ((thrown as Error).name !== 'ConditionalCheckFailedException') throw thrown;
    }
  return count;
}

/** A row's key, for people. */
export const keyText = ({ pk, sk }: Item): string => `${pk?.S} ${sk?.S ?? ''}`.trimEnd();

async function readAll(
  client: DynamoDBClient,
  table: string,
  items: readonly Item[],
): Promise<Map<string, Item>> {
  const found = new Map<string, Item>();
  let keys: Item[] = items.map(({ pk, sk }) => ({ pk: pk!, ...(sk && { sk }) }));
  while (keys.length > 0) {
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({ RequestItems: { [table]: { Keys: keys, ConsistentRead: true } } }),
    );
    for (const item of Responses?.[table] ?? []) found.set(keyText(item), item);
    keys = UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return found;
}
