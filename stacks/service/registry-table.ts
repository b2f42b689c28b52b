/// <reference path="../../.sst/platform/config.d.ts" />
import { KINDS, type Kind } from '@serverless-orders/resilience/discovery';
import type { Permission } from './needs.ts';

let table: sst.aws.Dynamo | undefined;

/** Where the instances of all services stand: the platform's table, and no service's; made when it is first asked for. */
export function registryTable(): sst.aws.Dynamo {
  table ??= new sst.aws.Dynamo('RegistryTable', {
    fields: { kind: 'string', cell: 'string' },
    primaryIndex: { hashKey: 'kind', rangeKey: 'cell' },
  });
  return table;
}

/** Writing records of these kinds, and of no other: what the deployment has registered is nobody's to change. */
export const writesRecords = (operation: 'PutItem' | 'DeleteItem', ...kinds: Kind[]): Permission => ({
  actions: [`dynamodb:${operation}`],
  resources: [registryTable().arn],
  conditions: [
    {
      test: 'ForAllValues:StringEquals',
      variable: 'dynamodb:LeadingKeys',
      values: kinds.map((kind) => KINDS[kind]),
    },
  ],
});
