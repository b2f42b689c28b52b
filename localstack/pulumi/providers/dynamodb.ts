import { setTimeout as sleep } from 'node:timers/promises';
import type { AttributeDefinition, GlobalSecondaryIndex, TableDescription } from '@aws-sdk/client-dynamodb';
import type { Properties } from '../values.ts';
import type { Aws } from './aws.ts';
import { kinds as items } from './dynamodb-item.ts';
import { defineKind, type Kinds, orGone } from './kind.ts';
import { pascal, tagList } from './shape.ts';

interface Index {
  name: string;
  hashKey?: string;
  rangeKey?: string;
  keySchemas?: { attributeName: string; keyType: string }[];
  projectionType?: string;
  nonKeyAttributes?: string[];
}

interface Table {
  name: string;
  attributes: { name: string; type: string }[];
  hashKey: string;
  rangeKey?: string;
  billingMode?: string;
  readCapacity?: number;
  writeCapacity?: number;
  globalSecondaryIndexes?: Index[];
  localSecondaryIndexes?: Index[];
  streamEnabled?: boolean;
  streamViewType?: string;
  ttl?: { attributeName: string; enabled?: boolean };
  tags?: Record<string, string>;
  deletionProtectionEnabled?: boolean;
}

const keys = (
  hashKey: string | undefined,
  rangeKey: string | undefined,
): { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[] => [
  ...(hashKey ? [{ AttributeName: hashKey, KeyType: 'HASH' as const }] : []),
  ...(rangeKey ? [{ AttributeName: rangeKey, KeyType: 'RANGE' as const }] : []),
];

const index = (one: Index): GlobalSecondaryIndex => ({
  IndexName: one.name,
  KeySchema: one.keySchemas?.length ? pascal(one.keySchemas) : keys(one.hashKey, one.rangeKey),
  Projection: {
    ProjectionType: (one.projectionType ?? 'ALL') as 'ALL',
    NonKeyAttributes: one.nonKeyAttributes,
  },
});

/** DynamoDB refuses attributes that no key uses, SST may declare them. */
function definitions(table: Table): AttributeDefinition[] {
  const indexes = [...(table.globalSecondaryIndexes ?? []), ...(table.localSecondaryIndexes ?? [])].map(
    index,
  );
  const used = [...keys(table.hashKey, table.rangeKey), ...indexes.flatMap((one) => one.KeySchema ?? [])];
  const names = new Set(used.map(({ AttributeName }) => AttributeName));
  return table.attributes
    .filter(({ name }) => names.has(name))
    .map(({ name, type }) => ({ AttributeName: name, AttributeType: type as 'S' }));
}

const stream = (table: Table) =>
  table.streamEnabled
    ? { StreamEnabled: true, StreamViewType: table.streamViewType as 'NEW_IMAGE' }
    : { StreamEnabled: false };

const outputs = (table: TableDescription | undefined): Properties => ({
  arn: table?.TableArn,
  streamArn: table?.LatestStreamArn ?? '',
  streamLabel: table?.LatestStreamLabel ?? '',
});

const throughput = ({ readCapacity, writeCapacity }: Table) => ({
  ReadCapacityUnits: readCapacity ?? 1,
  WriteCapacityUnits: writeCapacity ?? 1,
});

async function create(table: Table, aws: Aws): Promise<TableDescription | undefined> {
  const dynamodb = await aws.dynamodb();
  const onDemand = table.billingMode === 'PAY_PER_REQUEST';
  const { TableDescription } = await dynamodb.createTable({
    TableName: table.name,
    AttributeDefinitions: definitions(table),
    KeySchema: keys(table.hashKey, table.rangeKey),
    BillingMode: onDemand ? 'PAY_PER_REQUEST' : 'PROVISIONED',
    ProvisionedThroughput: onDemand ? undefined : throughput(table),
    GlobalSecondaryIndexes: table.globalSecondaryIndexes?.length
      ? table.globalSecondaryIndexes.map((one) => ({
          ...index(one),
          ProvisionedThroughput: onDemand ? undefined : throughput(table),
        }))
      : undefined,
    LocalSecondaryIndexes: table.localSecondaryIndexes?.length
      ? table.localSecondaryIndexes.map(index)
      : undefined,
    StreamSpecification: table.streamEnabled ? stream(table) : undefined,
    DeletionProtectionEnabled: table.deletionProtectionEnabled,
    Tags: tagList(table.tags),
  });
  return TableDescription;
}

/** DynamoDB changes one index a call. */
async function changeIndexes(TableName: string, wanted: Table, old: Table, aws: Aws): Promise<void> {
  const dynamodb = await aws.dynamodb();
  const before = new Map(
    (old.globalSecondaryIndexes ?? []).map((one) => [one.name, JSON.stringify(index(one))]),
  );
  const after = new Map((wanted.globalSecondaryIndexes ?? []).map((one) => [one.name, one]));
  for (const [IndexName, shape] of before) {
    const next = after.get(IndexName);
    if (next && JSON.stringify(index(next)) === shape) continue;
    await orGone(
      dynamodb.updateTable({ TableName, GlobalSecondaryIndexUpdates: [{ Delete: { IndexName } }] }),
    );
    before.delete(IndexName);
  }
  for (const [name, one] of after) {
    if (before.has(name)) continue;
    const Create = {
      ...index(one),
      IndexName: name,
      KeySchema: index(one).KeySchema,
      Projection: index(one).Projection,
    };
    await dynamodb.updateTable({
      TableName,
      AttributeDefinitions: definitions(wanted),
      GlobalSecondaryIndexUpdates: [{ Create }],
    });
  }
}

async function setTimeToLive(TableName: string, ttl: NonNullable<Table['ttl']>, aws: Aws): Promise<void> {
  const dynamodb = await aws.dynamodb();
  const TimeToLiveSpecification = { AttributeName: ttl.attributeName, Enabled: ttl.enabled ?? true };
  await dynamodb.updateTimeToLive({ TableName, TimeToLiveSpecification });
}

const table = defineKind<Table>({
  inputs: [
    'name',
    'attributes',
    'hashKey',
    'rangeKey',
    'billingMode',
    'readCapacity',
    'writeCapacity',
    'globalSecondaryIndexes',
    'localSecondaryIndexes',
    'streamEnabled',
    'streamViewType',
    'ttl',
    'tags',
    'deletionProtectionEnabled',
  ],
  noEffect: ['pointInTimeRecovery', 'serverSideEncryption', 'tableClass'],
  name: { property: 'name', max: 255 },
  replaceOn: [
    'name',
    'hashKey',
    'rangeKey',
    'localSecondaryIndexes',
    'billingMode',
    'readCapacity',
    'writeCapacity',
    'tags',
  ],
  async create(inputs, { aws }) {
    const made = await create(inputs, aws);
    if (inputs.ttl?.attributeName) await setTimeToLive(inputs.name, inputs.ttl, aws);
    return { id: inputs.name, outputs: outputs(made) };
  },
  find: async (inputs) => [{ id: inputs.name }],
  async update(inputs, old, { aws, changed }) {
    const dynamodb = await aws.dynamodb();
    const TableName = old.id;
    if (changed.some((name) => ['streamEnabled', 'streamViewType'].includes(name))) {
      if (old.inputs.streamEnabled)
        await dynamodb.updateTable({ TableName, StreamSpecification: { StreamEnabled: false } });
      if (inputs.streamEnabled)
        await dynamodb.updateTable({ TableName, StreamSpecification: stream(inputs) });
    }
    if (changed.includes('deletionProtectionEnabled')) {
      await dynamodb.updateTable({
        TableName,
        DeletionProtectionEnabled: inputs.deletionProtectionEnabled ?? false,
      });
    }
    if (changed.includes('globalSecondaryIndexes')) await changeIndexes(TableName, inputs, old.inputs, aws);
    if (changed.includes('ttl')) {
      if (old.inputs.ttl?.attributeName)
        await setTimeToLive(TableName, { ...old.inputs.ttl, enabled: false }, aws);
      if (inputs.ttl?.attributeName) await setTimeToLive(TableName, inputs.ttl, aws);
    }
    return outputs((await dynamodb.describeTable({ TableName })).Table);
  },
  async delete({ id: TableName }, { aws }) {
    const dynamodb = await aws.dynamodb();
    await dynamodb.deleteTable({ TableName });
    // Its name is free only when it is gone.
    while (await orGone(dynamodb.describeTable({ TableName }))) await sleep(20);
  },
  async read(id, { aws }) {
    const { Table: found } = await (await aws.dynamodb()).describeTable({ TableName: id });
    return { name: id, ...outputs(found) };
  },
});

export const kinds: Kinds = {
  'aws:dynamodb/table:Table': table,
  ...items,
};
