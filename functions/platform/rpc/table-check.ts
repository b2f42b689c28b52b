import { itemKey } from '../key.ts';
import type { Table } from '../table.ts';
import type { HealthCheck } from './health.ts';

/** Whether a table answers: reads one item that nobody writes. */
export const tableCheck =
  (table: Table): HealthCheck =>
  () =>
    table.get(itemKey(['HEALTH'], ['HEALTH']));
