import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { vi } from 'vitest';
import { Store } from '../simulation/store/store.ts';

/**
 * Lets the tests of services run without an engine, over the simulated store: a mutant has to be found in milliseconds. The
 * commands with which tests prepare and read their tables are answered here, all others by the store itself.
 */
const store = new Store();

vi.mock('../support/engine.ts', () => ({
  clientConfig: () => ({
    endpoint: 'http://127.0.0.1:1',
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  }),
}));

function answer(command: unknown): unknown {
  if (command instanceof CreateTableCommand) {
    const { TableName, GlobalSecondaryIndexes = [] } = command.input;
    const indexes = GlobalSecondaryIndexes.map(({ IndexName, KeySchema = [] }) => {
      const [hash, range] = KeySchema.map(({ AttributeName }) => AttributeName!);
      return [IndexName!, { hash: hash!, range: range! }];
    });
    store.createTable(TableName!, Object.fromEntries(indexes));
    return {};
  }
  if (command instanceof DeleteTableCommand) return {};
  if (command instanceof PutItemCommand) {
    const table = store.table(command.input.TableName!);
    const key = table.keyOf(command.input.Item!);
    table.set(table.id(key), key, command.input.Item!);
    return {};
  }
  if (command instanceof ScanCommand) return { Items: store.table(command.input.TableName!).all() };
  return store.execute(command);
}

Object.assign(DynamoDBClient.prototype, { send: async (command: unknown) => answer(command) });
Object.assign(SFNClient.prototype, { send: async () => ({}) });
