import type {
  GlobalSecondaryIndex,
  GlobalSecondaryIndexDescription,
  TableDescription,
} from '@aws-sdk/client-dynamodb';
import { poll } from '@serverless-orders/command-line/wait';
import type { Aws } from './aws.ts';
import { definitions, index, stream, type Table, throughput } from './dynamodb-shape.ts';

/** The properties that identify an index, from a declaration or from a description. */
const shapeOf = ({
  KeySchema = [],
  Projection = {},
}: GlobalSecondaryIndex | GlobalSecondaryIndexDescription): string =>
  JSON.stringify([
    KeySchema.map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`),
    Projection.ProjectionType,
    Projection.NonKeyAttributes ?? [],
  ]);

/** How long an index may take to be created or deleted (ms). */
const INDEX_MS = 60_000;

/**
 * Waits until no index is being created or deleted: DynamoDB changes one at a time, and DynamoDB Local fails with an internal
 * error when an item is put meanwhile.
 *
 * @throws Error when that takes more than a minute.
 */
async function indexesAtRest(TableName: string, aws: Aws): Promise<void> {
  const dynamodb = await aws.dynamodb();
  const isAtRest = async () => {
    const { GlobalSecondaryIndexes = [] } = (await dynamodb.describeTable({ TableName })).Table ?? {};
    return GlobalSecondaryIndexes.every(({ IndexStatus = 'ACTIVE' }) => IndexStatus === 'ACTIVE');
  };
  if (!(await poll(isAtRest, { timeoutMs: INDEX_MS, everyMs: 50 })))
    throw new Error(`an index of ${TableName} was not changed within ${INDEX_MS / 1000} s`);
}

/** DynamoDB changes one index a call. */
export async function changeIndexes(
  TableName: string,
  wanted: Table,
  there: TableDescription,
  aws: Aws,
): Promise<void> {
  const dynamodb = await aws.dynamodb();
  const before = new Map((there.GlobalSecondaryIndexes ?? []).map((one) => [one.IndexName, shapeOf(one)]));
  const after = new Map((wanted.globalSecondaryIndexes ?? []).map((one) => [one.name, index(one)]));
  for (const [IndexName = '', shape] of before) {
    const next = after.get(IndexName);
    if (next && shapeOf(next) === shape) continue;
    await dynamodb.updateTable({ TableName, GlobalSecondaryIndexUpdates: [{ Delete: { IndexName } }] });
    await indexesAtRest(TableName, aws);
    before.delete(IndexName);
  }
  for (const [name, Create] of after) {
    if (before.has(name)) continue;
    await dynamodb.updateTable({
      TableName,
      AttributeDefinitions: definitions(wanted),
      GlobalSecondaryIndexUpdates: [{ Create }],
    });
    await indexesAtRest(TableName, aws);
  }
}

export async function changeStream(
  TableName: string,
  wanted: Table,
  there: TableDescription,
  aws: Aws,
): Promise<void> {
  const dynamodb = await aws.dynamodb();
  const now = there.StreamSpecification;
  const isSame =
    Boolean(now?.StreamEnabled) === Boolean(wanted.streamEnabled) &&
    (!wanted.streamEnabled || now?.StreamViewType === wanted.streamViewType);
  if (isSame) return;
  if (now?.StreamEnabled)
    await dynamodb.updateTable({ TableName, StreamSpecification: { StreamEnabled: false } });
  if (wanted.streamEnabled) await dynamodb.updateTable({ TableName, StreamSpecification: stream(wanted) });
}

export async function changeTimeToLive(TableName: string, wanted: Table['ttl'], aws: Aws): Promise<void> {
  const { TimeToLiveDescription: now } = await (await aws.dynamodb()).describeTimeToLive({ TableName });
  const isOn = now?.TimeToLiveStatus === 'ENABLED' || now?.TimeToLiveStatus === 'ENABLING';
  const name = wanted?.attributeName && wanted.enabled !== false ? wanted.attributeName : undefined;
  if (isOn && now.AttributeName === name) return;
  if (isOn && now.AttributeName)
    await setTimeToLive(TableName, { attributeName: now.AttributeName, enabled: false }, aws);
  if (name) await setTimeToLive(TableName, { attributeName: name, enabled: true }, aws);
}

export async function setTimeToLive(
  TableName: string,
  ttl: NonNullable<Table['ttl']>,
  aws: Aws,
): Promise<void> {
  const dynamodb = await aws.dynamodb();
  const TimeToLiveSpecification = { AttributeName: ttl.attributeName, Enabled: ttl.enabled ?? true };
  await dynamodb.updateTimeToLive({ TableName, TimeToLiveSpecification });
}

/** Changes between on-demand and provisioned capacity. */
export async function changeBilling(TableName: string, wanted: Table, aws: Aws): Promise<void> {
  const onDemand = wanted.billingMode === 'PAY_PER_REQUEST';
  await (await aws.dynamodb()).updateTable({
    TableName,
    BillingMode: onDemand ? 'PAY_PER_REQUEST' : 'PROVISIONED',
    ProvisionedThroughput: onDemand ? undefined : throughput(wanted),
  });
}
