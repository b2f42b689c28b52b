import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { Balancer } from '@serverless-orders/resilience/balancer';
import { Breakers, DynamoBreakerStore } from '@serverless-orders/resilience/breaker';
import { RetryBudget, Starting } from '@serverless-orders/resilience/call';
import { Discovery, deployedInstances, tableRegistry } from '@serverless-orders/resilience/discovery';
import { awsClient } from '../aws-client.ts';
import { readConfig, required } from '../config.ts';
import { log } from '../log.ts';
import { count } from '../metrics/recorder.ts';

import { Instances } from './instances.ts';

/** Neither is ever sent: they warm clients. */
const WARM_SCAN = new ScanCommand({ TableName: 'none' });
const WARM_INVOKE = new InvokeCommand({ FunctionName: 'none', Payload: '{}' });

/**
 * The instances of this deployment, as this environment calls them; one for all of its clients, so that they share what they
 * know. Its configuration comes from `calling` in stacks/service/calls.ts.
 */
export function instancesFromEnvironment(): Instances {
  const config = readConfig({
    INSTANCES: required,
    INSTANCE_ADDRESS: required,
    REGISTRY_TABLE: required,
    BREAKER_TABLE: required,
  });
  // Retries are made by the resilient call, so the SDK makes none.
  const once = { maxAttempts: 1 };
  const dynamo = awsClient(DynamoDBClient, once, { warmBy: [WARM_SCAN] });
  const discovery = new Discovery({
    deployed: deployedInstances(config),
    load: tableRegistry({
      table: config.REGISTRY_TABLE,
      client: dynamo,
      onInvalid: (name) => log.warn('a record of the registry cannot be read', { name }),
    }),
    onError: (thrown) => log.error('registry not read', thrown),
  });
  discovery.refresh();
  return new Instances({
    discovery,
    balancer: new Balancer(),
    breakers: new Breakers({
      store: new DynamoBreakerStore({ table: config.BREAKER_TABLE, client: dynamo }),
      onError: (thrown) => log.error('breakers not shared', thrown),
      onChange: (name, { state, opens }) => {
        const [called = '', instance = ''] = name.split('/');
        count('breaker_transitions_total', { called, called_instance: instance, state });
        log.warn('breaker', { name, state, opens });
      },
    }),
    starting: new Starting(),
    retryBudget: new RetryBudget(),
    client: awsClient(LambdaClient, once, { warmBy: [WARM_INVOKE], connections: 3 }),
  });
}
