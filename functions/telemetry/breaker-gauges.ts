import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { listBreakers } from '@serverless-orders/resilience/breaker';
import { type InstanceState, instanceName } from '@serverless-orders/resilience/discovery';
import type { Measured } from './exposition.ts';
import type { GaugeSource } from './gauges.ts';
import { BREAKER_STATES } from './label-sets.ts';

interface BreakerGaugesOptions {
  table: string;
  client: Pick<DynamoDBClient, 'send'>;
  instances: readonly Pick<InstanceState, 'service' | 'instance'>[];
}

/** The state of every instance's breaker: 1 for the state that it is in, 0 for the others. A breaker without a row is closed. */
export const breakerGauges = ({ table, client, instances }: BreakerGaugesOptions): GaugeSource => ({
  name: 'breakers',
  async read() {
    const states = new Map((await listBreakers({ table, client })).map(({ name, state }) => [name, state]));
    return instances.flatMap(({ service, instance }) => {
      const now = states.get(instanceName({ service, instance })) ?? 'CLOSED';
      return BREAKER_STATES.map(
        (state): Measured => ({
          name: 'breaker_state',
          labels: [service, instance, state],
          value: state === now ? 1 : 0,
        }),
      );
    });
  },
});
