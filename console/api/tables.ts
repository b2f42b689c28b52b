import {
  type AttributeValue,
  DescribeTableCommand,
  paginateListTables,
  QueryCommand,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { seal, unseal } from '../server/seal.ts';
import { Gone, read } from './endpoint.ts';
import type { Stage } from './stage.ts';
import { type Askable, jsonOf, keyOf, queryOf, type TableKey } from './table-query.ts';

/** Items of one answer. */
const PAGE = 25;

/** A table as a list shows it. */
export interface TableRow {
  /** As in `Orders`. */
  short: string;
  name: string;
  key: TableKey;
  indexes: { name: string; key: TableKey; projection: string }[];
  /** As AWS counts them, every six hours. */
  items: number;
  bytes: number;
}

/** The tables of the stage, with what they can be asked by. */
export const tables = read({
  input: z.object({}),
  run: async (stage): Promise<TableRow[]> => {
    const found = await Promise.all((await namesOf(stage)).map((name) => described(stage, name)));
    return found
      .map((table) => ({
        short: shortOf(stage, table.TableName!),
        name: table.TableName!,
        key: keyOf(table.KeySchema),
        indexes: (table.GlobalSecondaryIndexes ?? []).map(({ IndexName = '', KeySchema, Projection }) => ({
          name: IndexName,
          key: keyOf(KeySchema),
          projection: Projection?.ProjectionType ?? 'ALL',
        })),
        items: Number(table.ItemCount ?? 0),
        bytes: Number(table.TableSizeBytes ?? 0),
      }))
      .sort((a, b) => a.short.localeCompare(b.short));
  },
});

/** Items of one partition, in the order of their sort key, page by page. */
export const tableItems = read({
  input: z.object({
    table: z.string().min(1).max(80),
    index: z.string().max(255).optional(),
    pk: z.string().min(1).max(2048),
    sk: z.string().max(1024).optional(),
    match: z.enum(['is', 'begins']).default('begins'),
    newest: z.enum(['first', 'last']).default('last'),
    /** Where the answer before this one ended. */
    after: z.string().max(16_384).optional(),
  }),
  run: async (stage, { table: short, index, pk, sk, match, newest, after }) => {
    const name = (await namesOf(stage)).find((one) => shortOf(stage, one) === short);
    if (name === undefined) throw new Gone(`stage ${stage.name} has no table ${short}`);
    const of = askable(await described(stage, name), index);
    const { Items = [], LastEvaluatedKey } = await stage.dynamodb.send(
      new QueryCommand({
        ...queryOf(of, { pk, ...(sk && { sk }), match, newestFirst: newest === 'first' }),
        Limit: PAGE,
        ExclusiveStartKey: after === undefined ? undefined : opened(after),
      }),
    );
    return {
      key: of.key,
      items: Items.map(jsonOf),
      ...(LastEvaluatedKey && { more: seal(LastEvaluatedKey) }),
    };
  },
});

function opened(after: string): Record<string, AttributeValue> {
  const key = unseal(after);
  if (key === undefined) throw new Gone('this page of the answer was one of an earlier console: begin anew');
  return key as Record<string, AttributeValue>;
}

function askable(table: TableDescription, index: string | undefined): Askable {
  const of = { table: table.TableName!, attributes: table.AttributeDefinitions ?? [] };
  if (index === undefined || index === '') return { ...of, key: keyOf(table.KeySchema) };
  const found = table.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === index);
  if (!found) throw new Gone(`${table.TableName} has no index ${index}`);
  return { ...of, index, key: keyOf(found.KeySchema) };
}

async function namesOf({ dynamodb, access }: Stage): Promise<string[]> {
  const names: string[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client: dynamodb }, {}))
    names.push(...TableNames);
  return names.filter((name) => name.startsWith(access.prefix));
}

async function described({ dynamodb }: Stage, TableName: string): Promise<TableDescription> {
  return (await dynamodb.send(new DescribeTableCommand({ TableName }))).Table!;
}

/** Without app and stage, and what sst puts behind: `Orders` of `shop-local-OrdersTableTable-abcdef`. */
const shortOf = ({ access }: Stage, name: string): string =>
  name.slice(access.prefix.length).replace(/(?:Table)*-[a-z0-9]+$/, '');
