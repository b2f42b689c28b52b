import { setTimeout as sleep } from 'node:timers/promises';
import type { TableDescription } from '@aws-sdk/client-dynamodb';
import type { Properties } from '../values.ts';
import type { Aws } from './aws.ts';
import {
  changeBilling,
  changeIndexes,
  changeStream,
  changeTimeToLive,
  setTimeToLive,
} from './dynamodb-changes.ts';
import { kinds as items } from './dynamodb-item.ts';
import { definitions, index, keys, stream, type Table, throughput } from './dynamodb-shape.ts';
import { defineKind, type Kinds, orGone } from './kind.ts';
import { tagList } from './shape.ts';

const outputs = (table: TableDescription | undefined): Properties => ({
  arn: table?.TableArn,
  streamArn: table?.LatestStreamArn ?? '',
  streamLabel: table?.LatestStreamLabel ?? '',
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
    'deletionProtectionEnabled',
  ],
  noEffect: ['tags', 'pointInTimeRecovery', 'serverSideEncryption', 'tableClass'],
  name: { property: 'name', max: 255 },
  replaceOn: ['name', 'hashKey', 'rangeKey', 'localSecondaryIndexes'],
  async create(inputs, { aws }) {
    const made = await create(inputs, aws);
    if (inputs.ttl?.attributeName) await setTimeToLive(inputs.name, inputs.ttl, aws);
    return { id: inputs.name, outputs: outputs(made) };
  },
  find: async (inputs) => [{ id: inputs.name }],
  async update(inputs, old, { aws, changed }) {
    const dynamodb = await aws.dynamodb();
    const TableName = old.id;
    const { Table: there = {} } = await dynamodb.describeTable({ TableName });
    if (changed.includes('streamEnabled') || changed.includes('streamViewType'))
      await changeStream(TableName, inputs, there, aws);
    if (changed.includes('deletionProtectionEnabled')) {
      await dynamodb.updateTable({
        TableName,
        DeletionProtectionEnabled: inputs.deletionProtectionEnabled ?? false,
      });
    }
    if (changed.includes('globalSecondaryIndexes')) await changeIndexes(TableName, inputs, there, aws);
    if (['billingMode', 'readCapacity', 'writeCapacity'].some((name) => changed.includes(name))) {
      await changeBilling(TableName, inputs, aws);
    }
    if (changed.includes('ttl')) await changeTimeToLive(TableName, inputs.ttl, aws);
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
