import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { type BreakerView, DynamoBreakerStore, listBreakers } from '@serverless-orders/resilience/breaker';
import { awsClient } from '../platform/aws-client.ts';
import { readConfig, required } from '../platform/config.ts';
import { BreakersOnCall } from './breakers-on-call.ts';
import { HealthChecker } from './health-checker.ts';
import { InstancesOnCall } from './instances-on-call.ts';
import { RegistryRepository } from './repository.ts';
import type { RetryPolicy } from './retry-policy.ts';

/** None of these is ever sent: they warm clients. */
const WARM_TABLE = [
  new ScanCommand({ TableName: 'none' }),
  new PutItemCommand({ TableName: 'none', Item: { text: { S: '' } } }),
];
const WARM_INVOKE = new InvokeCommand({ FunctionName: 'none', Payload: '{}' });

/** The registry of this deployment. */
export const makeRegistry = (): RegistryRepository =>
  new RegistryRepository(
    readConfig({ REGISTRY_TABLE: required }).REGISTRY_TABLE,
    awsClient(DynamoDBClient, {}, { warmBy: WARM_TABLE }),
  );

/** What operators on call do with it. */
export const makeInstancesOnCall = (): InstancesOnCall => new InstancesOnCall(makeRegistry());

/** What asks its instances how they are. An instance that does not answer is not asked twice: that is what the next health check is for. */
export const makeHealthChecker = (retryPolicy?: RetryPolicy): HealthChecker =>
  new HealthChecker({
    registry: makeRegistry(),
    client: awsClient(LambdaClient, { maxAttempts: 1 }, { warmBy: [WARM_INVOKE] }),
    retryPolicy,
  });

const breakerTable = () => ({
  table: readConfig({ BREAKER_TABLE: required }).BREAKER_TABLE,
  client: awsClient(DynamoDBClient, {}, { warmBy: WARM_TABLE }),
});

/** A caller's request gives the table of breakers little time; a person who forces one waits for a slow table (ms). */
const ON_CALL_MS = 5_000;

/** What operators on call do with circuit breakers. */
export const makeBreakersOnCall = (): BreakersOnCall =>
  new BreakersOnCall(makeRegistry(), new DynamoBreakerStore({ ...breakerTable(), timeoutMs: ON_CALL_MS }));

/** Reads all breakers that something has happened to. */
export function makeBreakerList(): () => Promise<BreakerView[]> {
  const from = breakerTable();
  return () => listBreakers(from);
}
