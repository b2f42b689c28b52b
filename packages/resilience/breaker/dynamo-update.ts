import type { UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';

/** What an update does, by attribute. */
export interface Update {
  set?: Record<string, unknown>;
  /** Set where there is nothing yet. */
  begin?: Record<string, unknown>;
  add?: Record<string, number>;
  remove?: string[];
  /** The generation that the item must have; an item that does not exist has generation 0. */
  generation?: number;
}

type Expressions = Pick<
  UpdateItemCommandInput,
  'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

/** An update in DynamoDB's expression language. */
export function updateExpressions({
  set = {},
  begin = {},
  add = {},
  remove = [],
  generation,
}: Update): Expressions {
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  const name = (attribute: string) => {
    const key = `#a${Object.keys(names).length}`;
    names[key] = attribute;
    return key;
  };
  const value = (given: unknown) => {
    const key = `:v${Object.keys(values).length}`;
    values[key] = given;
    return key;
  };
  const each = <T>(of: Record<string, T>, write: (key: string, value: string) => string) =>
    Object.entries(of).map(([attribute, given]) => write(name(attribute), value(given)));
  const clauses = {
    SET: [
      ...each(set, (key, to) => `${key} = ${to}`),
      ...each(begin, (key, to) => `${key} = if_not_exists(${key}, ${to})`),
    ],
    ADD: each(add, (key, by) => `${key} ${by}`),
    REMOVE: remove.map(name),
  };
  const condition = () => {
    const key = name('generation');
    const same = `${key} = ${value(generation)}`;
    return generation === 0 ? `attribute_not_exists(${key}) OR ${same}` : same;
  };
  return {
    UpdateExpression: Object.entries(clauses)
      .filter(([, parts]) => parts.length > 0)
      .map(([clause, parts]) => `${clause} ${parts.join(', ')}`)
      .join(' '),
    ConditionExpression: generation === undefined ? undefined : condition(),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: marshall(values),
  };
}
