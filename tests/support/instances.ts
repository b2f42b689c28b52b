import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readRecords as read } from '@serverless-orders/resilience/discovery';
import { clientConfig } from './engine.ts';
import { shopOutputs } from './outputs.ts';

/** The names of all that stands in the registry, whoever wrote it. */
export async function readRecords(): Promise<string[]> {
  const client = new DynamoDBClient(clientConfig());
  const records = await read({ table: shopOutputs().registry, client, consistent: true });
  return records.map(({ name }) => name);
}
