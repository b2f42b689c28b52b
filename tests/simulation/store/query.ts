import type { QueryCommandInput, QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { parseCondition } from './condition.ts';
import { Invalid } from './errors.ts';
import { checkPlaceholders } from './placeholders.ts';
import type { IndexKey, StoredTable } from './table.ts';
import type { Item } from './values.ts';

/** The hash key's equality, then perhaps one condition on the range key. */
const KEY_CONDITION =
  /^\s*([#\w]+)\s*=\s*:\w+(\s+AND\s+([#\w]+\s*(=|<|<=|>|>=)\s*:\w+|[#\w]+\s+BETWEEN\s+:\w+\s+AND\s+:\w+|begins_with\s*\(\s*[#\w]+\s*,\s*:\w+\s*\)))?\s*$/i;

/**
 * Query on the table or an index: one page in the order of the range key.
 *
 * @throws Invalid when the condition is none on the key, or a consistent read of an index is asked for.
 */
export function query(input: QueryCommandInput, table: StoredTable): Omit<QueryCommandOutput, '$metadata'> {
  const { KeyConditionExpression: text = '', ExpressionAttributeNames: names = {}, Limit } = input;
  const index = table.key(input.IndexName);
  if (input.IndexName && input.ConsistentRead)
    throw new Invalid('Consistent reads are not supported on global secondary indexes');
  checkPlaceholders(input, [text]);
  const hash = KEY_CONDITION.exec(text)?.[1];
  if (hash === undefined || (names[hash] ?? hash) !== index.hash)
    throw new Invalid(`Query condition missed key schema element: ${index.hash}`);
  const condition = parseCondition(text);
  const values = input.ExpressionAttributeValues ?? {};
  condition.check(values);
  const ordered = table.ordered(index, (item) => condition.holds({ item, names, values }));
  if (input.ScanIndexForward === false) ordered.reverse();
  const found = after(ordered, input.ExclusiveStartKey, index, input.ScanIndexForward === false);
  const Items = found.slice(0, Limit);
  const last = Limit !== undefined && Items.length === Limit ? Items.at(-1) : undefined;
  return {
    Items,
    Count: Items.length,
    ScannedCount: Items.length,
    ...(last && { LastEvaluatedKey: keyIn(last, index) }),
  };
}

const keyIn = (item: Item, { hash, range }: IndexKey): Item =>
  Object.fromEntries([...new Set(['pk', 'sk', hash, range])].map((name) => [name, item[name]!]));

/** What comes after a start key, which need not be the key of an item that is (still) there. */
function after(ordered: Item[], start: Item | undefined, { range }: IndexKey, reverse: boolean): Item[] {
  if (!start) return ordered;
  const place = (item: Item) => [item[range]?.S ?? '', item.pk?.S ?? '', item.sk?.S ?? ''];
  const from = place(start);
  return ordered.filter((item) => {
    const here = place(item);
    const first = here.findIndex((part, index) => part !== from[index]);
    if (first === -1) return false;
    return reverse ? here[first]! < from[first]! : here[first]! > from[first]!;
  });
}
