import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Table } from '../../functions/platform/table.ts';
import { clientConfig } from './engine.ts';
import { scanTable } from './service-table.ts';

interface Outputs {
  api: string;
  saga: string;
  undo: string;
  parked: string;
  /** The staff account, as the body of a sign-in (JSON). */
  staff: string;
  tables: Record<'users' | 'orders' | 'inventory' | 'payments' | 'notifications', string>;
  /** The table of the instances. */
  registry: string;
  /** The table of the circuit breakers. */
  breakers: string;
  /** The table in which requests are counted. */
  rateLimits: string;
  /** The table of the counters that GET /metrics tells. */
  counters: string;
  topics: Record<'users' | 'orders' | 'inventory' | 'payments' | 'mailFeedback', string>;
}

/** What the deployment of the end to end tests gave out. */
export function shopOutputs(): Outputs {
  if (!process.env.SHOP_OUTPUTS)
    throw new Error('SHOP_OUTPUTS is not set: run this test in the project "e2e"');
  return JSON.parse(process.env.SHOP_OUTPUTS) as Outputs;
}

/** A service's table, for rows whose keys are known: what is asked for again and again is not looked for in all rows. */
export const tableOf = (service: keyof Outputs['tables']): Table =>
  new Table(shopOutputs().tables[service], new DynamoDBClient(clientConfig()));

/** The rows of one partition of a service's table. */
export const partitionOf = async (
  service: keyof Outputs['tables'],
  pk: string,
): Promise<Record<string, unknown>[]> =>
  (await tableOf(service).query<Record<string, unknown>>({ where: 'pk = :pk', values: { ':pk': pk } })).items;

/** Everything in a service's table, as the engine has it. */
export const scanService = (service: keyof Outputs['tables']): Promise<Record<string, unknown>[]> =>
  scanTable(new DynamoDBClient(clientConfig()), shopOutputs().tables[service]);
