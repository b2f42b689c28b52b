import type { AttributeDefinition, GlobalSecondaryIndex } from '@aws-sdk/client-dynamodb';
import { pascal } from './shape.ts';

interface Index {
  name: string;
  hashKey?: string;
  rangeKey?: string;
  keySchemas?: { attributeName: string; keyType: string }[];
  projectionType?: string;
  nonKeyAttributes?: string[];
}

export interface Table {
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

export const keys = (
  hashKey: string | undefined,
  rangeKey: string | undefined,
): { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[] => [
  ...(hashKey ? [{ AttributeName: hashKey, KeyType: 'HASH' as const }] : []),
  ...(rangeKey ? [{ AttributeName: rangeKey, KeyType: 'RANGE' as const }] : []),
];

export const index = (one: Index): GlobalSecondaryIndex => ({
  IndexName: one.name,
  KeySchema: one.keySchemas?.length ? pascal(one.keySchemas) : keys(one.hashKey, one.rangeKey),
  Projection: {
    ProjectionType: (one.projectionType ?? 'ALL') as 'ALL',
    NonKeyAttributes: one.nonKeyAttributes,
  },
});

/** The attributes that a key uses: DynamoDB refuses others, which SST may declare. */
export function definitions(table: Table): AttributeDefinition[] {
  const indexes = [...(table.globalSecondaryIndexes ?? []), ...(table.localSecondaryIndexes ?? [])].map(
    index,
  );
  const used = [...keys(table.hashKey, table.rangeKey), ...indexes.flatMap((one) => one.KeySchema ?? [])];
  const names = new Set(used.map(({ AttributeName }) => AttributeName));
  return table.attributes
    .filter(({ name }) => names.has(name))
    .map(({ name, type }) => ({ AttributeName: name, AttributeType: type as 'S' }));
}

export const stream = (table: Table) =>
  table.streamEnabled
    ? { StreamEnabled: true, StreamViewType: table.streamViewType as 'NEW_IMAGE' }
    : { StreamEnabled: false };

export const throughput = ({ readCapacity, writeCapacity }: Table) => ({
  ReadCapacityUnits: readCapacity ?? 1,
  WriteCapacityUnits: writeCapacity ?? 1,
});
