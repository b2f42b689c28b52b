import { DescribeTableCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Resource } from '@serverless-orders/localstack';
import type { EventType } from '../../../functions/contracts/events.ts';
import type { Item } from '../../simulation/store/values.ts';
import { deployedResources } from '../deployed-state.ts';
import { clientConfig } from '../engine.ts';
import { STAGE } from '../stage.ts';
import type { BilledTable } from './billed-writes.ts';

/** What is deployed, as far as it tells what an order causes. */
export interface StageParts {
  /** By their names in AWS. */
  tables: ReadonlyMap<string, BilledTable>;
  /** `<service>-<file>` of a function, by the name of its role. */
  functions: ReadonlyMap<string, string>;
  /** The functions that get events of a type. */
  consumersOf: (type: EventType) => string[];
  item: (table: string, key: Item) => Promise<Item | undefined>;
}

const PREFIX = `shop-${STAGE}-`;
const shortTable = (name: string) => name.replace(PREFIX, '').replace(/Table(Table)?-\w+$/, '');

/** Reads the deployment's own state, and the tables' keys. */
export async function stageParts(): Promise<StageParts> {
  const resources = await deployedResources();
  const dynamodb = new DynamoDBClient(clientConfig());
  const ofType = (type: string) => resources.filter((one) => one.type === type);
  const tables = await Promise.all(
    ofType('aws:dynamodb/table:Table').map((table) => billedTable(dynamodb, table)),
  );
  const roles = new Map(
    ofType('aws:iam/role:Role').map(({ outputs }) => [outputs.arn, String(outputs.name)]),
  );
  const functions = ofType('aws:lambda/function:Function').map(
    ({ inputs, outputs }) =>
      [roles.get(inputs.role as string)!, String(outputs.name).replace(PREFIX, '')] as const,
  );
  const subscriptions = ofType('aws:sns/topicSubscription:TopicSubscription').map(({ inputs }) => ({
    types: (JSON.parse(String(inputs.filterPolicy ?? '{}')).type ?? []) as string[],
    consumer: String(inputs.endpoint).split(':').at(-1)!.replace(PREFIX, ''),
  }));
  return {
    tables: new Map(tables),
    functions: new Map(functions),
    consumersOf: (type) =>
      subscriptions.filter(({ types }) => types.includes(type)).map(({ consumer }) => consumer),
    item: async (TableName, Key) =>
      (await dynamodb.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item,
  };
}

async function billedTable(dynamodb: DynamoDBClient, { outputs }: Resource) {
  const TableName = String(outputs.name);
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
  const indexes = (Table?.GlobalSecondaryIndexes ?? []).map(({ IndexName, KeySchema = [], Projection }) => ({
    name: IndexName!,
    keys: KeySchema.map(({ AttributeName }) => AttributeName!),
    isWhole: Projection?.ProjectionType === 'ALL',
  }));
  return [TableName, { name: shortTable(TableName), indexes }] as const;
}
