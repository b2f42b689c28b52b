import { randomUUID } from 'node:crypto';
import {
  BatchGetItemCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { clientConfig } from './engine.ts';

/** A table like the platform's own table of breakers, on the engine, for one test file, with a count of its calls. */
export async function breakerTable() {
  const client = new DynamoDBClient({ ...clientConfig(), maxAttempts: 1 });
  const table = `breakers-${randomUUID()}`;
  await client.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'name', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'name', KeyType: 'HASH' }],
    }),
  );
  const calls = { reads: 0, writes: 0 };
  const counted = {
    send(command: { constructor: unknown }, ...rest: unknown[]) {
      if (command.constructor === BatchGetItemCommand) calls.reads += 1;
      else if (command.constructor === UpdateItemCommand) calls.writes += 1;
      else throw new Error('a breaker may only read by BatchGetItem and write by UpdateItem');
      return (client.send as (...args: unknown[]) => unknown)(command, ...rest);
    },
  } as Pick<DynamoDBClient, 'send'>;
  return {
    table,
    /** The client to give to a store; whatever it sends is counted in `calls`. */
    client: counted,
    calls,
    drop: async () => {
      await client.send(new DeleteTableCommand({ TableName: table }));
      client.destroy();
    },
  };
}
