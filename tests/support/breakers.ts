import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { readRecord } from '../../functions/kit/breaker/dynamo-record.ts';
import { clientConfig } from './engine.ts';
import { shopOutputs } from './outputs.ts';

const client = new DynamoDBClient(clientConfig());

/** The breaker of a cell (`users/a`) as all environments share it. */
export async function breakerOf(cell: string) {
  const { Item } = await client.send(
    new GetItemCommand({
      TableName: shopOutputs().breakers,
      Key: { name: { S: cell } },
      ConsistentRead: true,
    }),
  );
  return readRecord(Item);
}

/** Whether the breakers of both cells of a service are closed. Calls close them: somebody has to make some. */
export async function areClosed(service: string): Promise<boolean> {
  const both = await Promise.all([breakerOf(`${service}/a`), breakerOf(`${service}/b`)]);
  return both.every(({ state }) => state === 'CLOSED');
}
