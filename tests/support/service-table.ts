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
import { Table } from '../../functions/kit/table.ts';
import { clientConfig } from './engine.ts';

/** A table like a service's own, on the engine, for one test file. */
export async function serviceTable() {
  const client = new DynamoDBClient(clientConfig());
  const TableName = `service-${randomUUID()}`;
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  return {
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
