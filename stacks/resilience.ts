/// <reference path="../.sst/platform/config.d.ts" />
import type { Needs } from './service/needs.ts';

export type Resilience = ReturnType<typeof resilienceStack>;

/** What calls between services share: the table of the circuit breakers, which is the platform's and no service's. */
export function resilienceStack() {
  const table = new sst.aws.Dynamo('BreakerTable', {
    fields: { name: 'string' },
    primaryIndex: { hashKey: 'name' },
    ttl: 'expiresAt',
  });
  return {
    /** The name of the table. */
    breakers: table.name,
    /**
     * What a function needs that calls others through breakers.
     *
     * @example service.function('api/get-me', { ...needs, environment: { ...environment, ...resilience.calling.environment },
     *   permissions: resilience.calling.permissions })
     */
    calling: {
      environment: { BREAKER_TABLE: table.name },
      permissions: [{ actions: ['dynamodb:BatchGetItem', 'dynamodb:UpdateItem'], resources: [table.arn] }],
    } satisfies Needs,
    /** For operators on call: to read all breakers, and to force one. */
    listing: { actions: ['dynamodb:Scan'], resources: [table.arn] },
    forcing: { actions: ['dynamodb:UpdateItem'], resources: [table.arn] },
  };
}
