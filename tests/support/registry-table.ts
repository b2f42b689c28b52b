import { randomUUID } from 'node:crypto';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { itemOf } from '@serverless-orders/resilience/discovery';
import { clientConfig } from './engine.ts';

/** A table like the stage's own table of instances, on the engine, for one test file. */
export async function registryTable() {
  const client = new DynamoDBClient(clientConfig());
  const table = `registry-${randomUUID()}`;
  await client.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['kind', 'cell'].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'kind', KeyType: 'HASH' },
        { AttributeName: 'cell', KeyType: 'RANGE' },
      ],
    }),
  );
  return {
    table,
    client,
    /** Registers an instance, as a deployment does. */
    register: (service: string, instance: string) => {
      const text = JSON.stringify({
        service,
        instance,
        address: `${service}-${instance}`,
        protocols: ['connect'],
        version: '1',
        weight: 1,
        registeredAt: '2026-01-01T00:00:00.000Z',
      });
      const Item = itemOf('registration', { service, instance }, text);
      return client.send(new PutItemCommand({ TableName: table, Item }));
    },
    drop: async () => {
      await client.send(new DeleteTableCommand({ TableName: table }));
      client.destroy();
    },
  };
}
