import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { deployedInstances, tableRegistry } from '@serverless-orders/resilience/discovery';
import { getHealth } from '../../contracts/http/gateway.ts';
import { awsClient } from '../../platform/aws-client.ts';
import { readConfig, required } from '../../platform/config.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { log } from '../../platform/log.ts';
import { type PublicHealth, publicHealth, unknownHealth } from '../service-health.ts';

const config = readConfig({ INSTANCES: required, INSTANCE_ADDRESS: required, REGISTRY_TABLE: required });
const deployed = deployedInstances(config);
const load = tableRegistry({
  table: config.REGISTRY_TABLE,
  client: awsClient(DynamoDBClient, { maxAttempts: 2 }),
  timeoutMs: 2_000,
});

/** How long an answer is given again (ms): anybody may ask, and asking costs a call. */
const KEPT_MS = 2_000;

let kept: { until: number; health: PublicHealth } | undefined;

/** GET /health: the gateway itself answers, API Gateway and Lambda with it, and says how the services are. */
export const handler = endpoint(getHealth, async () => {
  if (kept === undefined || kept.until <= Date.now())
    kept = { until: Date.now() + KEPT_MS, health: await look() };
  return ok(kept.health);
});

async function look(): Promise<PublicHealth> {
  try {
    return publicHealth(deployed, await load());
  } catch (thrown) {
    log.error('registry not read', thrown);
    return unknownHealth(deployed);
  }
}
