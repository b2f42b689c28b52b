import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  PutItemCommand,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { Table } from '../../functions/platform/table.ts';
import { clientConfig } from './engine.ts';

type Indexes = Record<string, { hashKey: string; rangeKey: string; projection?: 'keys-only' }>;

const keySchema = (hashKey: string, rangeKey: string) => [
  { AttributeName: hashKey, KeyType: 'HASH' as const },
  { AttributeName: rangeKey, KeyType: 'RANGE' as const },
];

/** A table like a service's own, with its indexes, on the engine, for one test file. */
export async function serviceTable(indexes: Indexes = {}) {
  const attributes = new Set([
    'pk',
    'sk',
    ...Object.values(indexes).flatMap(({ hashKey, rangeKey }) => [hashKey, rangeKey]),
  ]);
  const client = new DynamoDBClient(clientConfig());
  const TableName = `service-${randomUUID()}`;
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [...attributes].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: keySchema('pk', 'sk'),
      ...(Object.keys(indexes).length > 0 && {
        GlobalSecondaryIndexes: Object.entries(indexes).map(
          ([IndexName, { hashKey, rangeKey, projection }]) => ({
            IndexName,
            KeySchema: keySchema(hashKey, rangeKey),
            Projection: {
              ProjectionType: projection === 'keys-only' ? ('KEYS_ONLY' as const) : ('ALL' as const),
            },
          }),
        ),
      }),
    }),
  );
  return {
    name: TableName,
    table: new Table(TableName, client),
    put: (item: Record<string, unknown>) =>
      client.send(new PutItemCommand({ TableName, Item: marshall(item) })),
    /** Every item, for checks of what stands in the table after a fault. */
    scan: () => scanTable(client, TableName),
    drop: () => client.send(new DeleteTableCommand({ TableName })),
  };
}

/** Reads a whole table. */
export async function scanTable(
  client: DynamoDBClient,
  TableName: string,
): Promise<Record<string, unknown>[]> {
  const items: Record<string, AttributeValue>[] = [];
  for await (const page of paginateScan({ client }, { TableName, ConsistentRead: true }))
    items.push(...(page.Items ?? []));
  return items.map((item) => unmarshall(item));
}
