import type { Aws } from './aws.ts';
import { defineKind, type Kinds } from './kind.ts';

interface Item {
  tableName: string;
  hashKey: string;
  rangeKey?: string;
  /** DynamoDB's JSON. */
  item: string;
}

const keyOf = ({ hashKey, rangeKey, item }: Item) => {
  const all = JSON.parse(item) as Record<string, never>;
  return Object.fromEntries(
    [hashKey, rangeKey].filter((name) => name !== undefined).map((name) => [name, all[name] as never]),
  );
};

const identity = (inputs: Item) => `${inputs.tableName}|${JSON.stringify(keyOf(inputs))}`;

const put = async ({ tableName, item }: Item, aws: Aws) =>
  (await aws.dynamodb()).putItem({ TableName: tableName, Item: JSON.parse(item) });

const tableItem = defineKind<Item>({
  inputs: ['tableName', 'hashKey', 'rangeKey', 'item'],
  replaceOn: ['tableName', 'hashKey', 'rangeKey'],
  identity,
  async create(inputs, { aws }) {
    await put(inputs, aws);
    return { id: identity(inputs) };
  },
  find: async (inputs) => [{ id: identity(inputs) }],
  async update(inputs, old, { aws }) {
    await put(inputs, aws);
    if (identity(inputs) !== identity(old.inputs)) {
      await (await aws.dynamodb()).deleteItem({ TableName: old.inputs.tableName, Key: keyOf(old.inputs) });
    }
    return {};
  },
  delete: async ({ inputs }, { aws }) =>
    (await aws.dynamodb()).deleteItem({ TableName: inputs.tableName, Key: keyOf(inputs) }),
  container: { type: 'aws:dynamodb/table:Table', id: ({ tableName }) => tableName },
});

export const kinds: Kinds = { 'aws:dynamodb/tableItem:TableItem': tableItem };
