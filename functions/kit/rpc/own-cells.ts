import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SSMClient } from '@aws-sdk/client-ssm';
import { Balancer } from '../balancer/balancer.ts';
import { Breakers } from '../breaker/breakers.ts';
import { DynamoBreakerStore } from '../breaker/dynamo-store.ts';
import { RetryBudget } from '../calls/retry-budget.ts';
import { readConfig, required } from '../config.ts';
import { Discovery } from '../discovery/discovery.ts';
import { ssmRegistry } from '../discovery/ssm-registry.ts';
import { log } from '../log.ts';
import { Cells } from './cells.ts';

/**
 * The cells of this deployment, as this environment calls them; one for all of its clients, so that they share what they
 * know. Made by stacks/service.ts: `calls` of a function.
 */
export function ownCells(): Cells {
  const { REGISTRY_PATH, BREAKER_TABLE } = readConfig({ REGISTRY_PATH: required, BREAKER_TABLE: required });
  // Who repeats a call, and when, is decided here and not by the SDK.
  const once = { maxAttempts: 1 };
  const registry = ssmRegistry({
    path: REGISTRY_PATH,
    client: new SSMClient(once),
    onInvalid: (name) => log.warn('a record of the registry cannot be read', { name }),
  });
  const onError = (thrown: unknown) => log.error('registry not read', thrown);
  const discovery = new Discovery({ load: registry, onError });
  // While the function starts, so that its first call need not wait for it.
  discovery.cells('').catch(onError);
  return new Cells({
    discovery,
    balancer: new Balancer(),
    breakers: new Breakers({
      store: new DynamoBreakerStore({ table: BREAKER_TABLE, client: new DynamoDBClient(once) }),
      onError: (thrown) => log.error('breakers not shared', thrown),
      onChange: (name, { state, opens }) => log.warn('breaker', { name, state, opens }),
    }),
    retryBudget: new RetryBudget(),
    client: new LambdaClient(once),
  });
}
