import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { DynamoBreakerStore } from '../../packages/resilience/breaker/dynamo-store.ts';
import { listBreakers } from '../../packages/resilience/breaker/list-breakers.ts';
import type { BreakerView } from '../../packages/resilience/breaker/view.ts';
import { readConfig, required } from '../platform/config.ts';
import { traced } from '../platform/tracing/aws-client.ts';
import { BreakersOnCall } from './breakers-on-call.ts';
import { InstancesOnCall } from './instances-on-call.ts';
import type { Patience } from './patience.ts';
import { Prober } from './prober.ts';
import { RegistryRepository } from './repository.ts';

/** The registry of this deployment. */
export const ownRegistry = (): RegistryRepository =>
  new RegistryRepository(
    readConfig({ REGISTRY_TABLE: required }).REGISTRY_TABLE,
    traced(new DynamoDBClient({})),
  );

/** What people on call do with it. */
export const ownInstancesOnCall = (): InstancesOnCall => new InstancesOnCall(ownRegistry());

/** What asks its instances how they are. An instance that does not answer is not asked twice: that is what the next probe is for. */
export const ownProber = (patience?: Patience): Prober =>
  new Prober({ registry: ownRegistry(), client: traced(new LambdaClient({ maxAttempts: 1 })), patience });

const breakerTable = () => ({
  table: readConfig({ BREAKER_TABLE: required }).BREAKER_TABLE,
  client: traced(new DynamoDBClient({})),
});

/** A caller's request gives the table of breakers little time; a person who forces one waits for a slow table (ms). */
const ON_CALL_MS = 5_000;

/** What people on call do with circuit breakers. */
export const ownBreakersOnCall = (): BreakersOnCall =>
  new BreakersOnCall(ownRegistry(), new DynamoBreakerStore({ ...breakerTable(), timeoutMs: ON_CALL_MS }));

/** Reads all breakers that something has happened to. */
export function ownBreakers(): () => Promise<BreakerView[]> {
  const from = breakerTable();
  return () => listBreakers(from);
}
