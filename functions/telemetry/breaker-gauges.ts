import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { listBreakers } from '../../packages/resilience/breaker/list-breakers.ts';
import { type CellState, cellName } from '../../packages/resilience/discovery/cell.ts';
import type { Measured } from './exposition.ts';
import type { GaugeSource } from './gauges.ts';
import { BREAKER_STATES } from './label-sets.ts';

interface BreakerGaugesOptions {
  table: string;
  client: Pick<DynamoDBClient, 'send'>;
  cells: readonly Pick<CellState, 'service' | 'cell'>[];
}

/** The state of every cell's breaker: 1 for the one that it is in, 0 for the others. A breaker that nothing happened to is closed. */
export const breakerGauges = ({ table, client, cells }: BreakerGaugesOptions): GaugeSource => ({
  name: 'breakers',
  async read() {
    const states = new Map((await listBreakers({ table, client })).map(({ name, state }) => [name, state]));
    return cells.flatMap(({ service, cell }) => {
      const now = states.get(cellName({ service, cell })) ?? 'CLOSED';
      return BREAKER_STATES.map(
        (state): Measured => ({
          name: 'breaker_state',
          labels: [service, cell, state],
          value: state === now ? 1 : 0,
        }),
      );
    });
  },
});
