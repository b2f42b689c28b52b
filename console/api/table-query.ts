import type {
  AttributeDefinition,
  AttributeValue,
  KeySchemaElement,
  QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { UserError } from '../../packages/command-line/user-error.ts';

/** The attributes that make a key (called so because what is called a hash is concealed). */
export interface TableKey {
  partition: string;
  sort?: string;
}

/** A table or an index as far as it can be asked. */
export interface Askable {
  table: string;
  index?: string;
  key: TableKey;
  attributes: readonly AttributeDefinition[];
}

/** What is looked up: one partition, or of it what the sort key is or begins with. */
export interface Wanted {
  pk: string;
  sk?: string;
  match: 'is' | 'begins';
  newestFirst: boolean;
}

export const keyOf = (schema: readonly KeySchemaElement[] = []): TableKey => {
  const named = (type: string) => schema.find(({ KeyType }) => KeyType === type)?.AttributeName;
  const sort = named('RANGE');
  return { partition: named('HASH') ?? 'pk', ...(sort !== undefined && { sort }) };
};

/**
 * The query that answers what is looked up. An index is not consistent, a table is read as it stands now.
 *
 * @throws UserError when the key is a number and the text is none, or there is no sort key.
 */
export function queryOf(
  { table, index, key, attributes }: Askable,
  { pk, sk, match, newestFirst }: Wanted,
): QueryCommandInput {
  if (sk !== undefined && key.sort === undefined)
    throw new UserError(`${index ?? table} has no sort key`, `look up ${key.partition} alone`);
  const comparison = match === 'begins' ? 'begins_with(#sk, :sk)' : '#sk = :sk';
  return {
    TableName: table,
    ...(index !== undefined && { IndexName: index }),
    ConsistentRead: index === undefined,
    ScanIndexForward: !newestFirst,
    KeyConditionExpression: sk === undefined ? '#pk = :pk' : `#pk = :pk AND ${comparison}`,
    ExpressionAttributeNames: { '#pk': key.partition, ...(sk !== undefined && { '#sk': key.sort! }) },
    ExpressionAttributeValues: marshall({
      ':pk': typed(attributes, key.partition, pk),
      ...(sk !== undefined && { ':sk': typed(attributes, key.sort!, sk) }),
    }),
  };
}

/** A key as its attribute is declared: a text of digits is no number. */
function typed(attributes: readonly AttributeDefinition[], name: string, text: string): string | number {
  const isNumber = attributes.some((one) => one.AttributeName === name && one.AttributeType === 'N');
  if (!isNumber) return text;
  const number = Number(text);
  if (text.trim() === '' || Number.isNaN(number))
    throw new UserError(`${name} is a number, and "${text}" is none`, 'look up a number');
  return number;
}

/** An item as JSON says it: sets as lists, bytes in base64, and a number that JavaScript does not hold exactly as its text. */
export const jsonOf = (item: Record<string, AttributeValue>): Record<string, unknown> =>
  plain(unmarshall(item, { wrapNumbers: exact as (text: string) => number })) as Record<string, unknown>;

const exact = (text: string): number | string => {
  const number = Number(text);
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? text : number;
};

function plain(value: unknown): unknown {
  if (value instanceof Set) return [...value].map(plain);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
}
