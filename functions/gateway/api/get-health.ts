import { SSMClient } from '@aws-sdk/client-ssm';
import { getHealth } from '../../contracts/http/gateway.ts';
import { readConfig, required } from '../../kit/config.ts';
import { ssmRegistry } from '../../kit/discovery/ssm-registry.ts';
import { endpoint } from '../../kit/http/endpoint.ts';
import { ok } from '../../kit/http/response.ts';
import { log } from '../../kit/log.ts';
import { type PublicHealth, publicHealth } from '../service-health.ts';

const load = ssmRegistry({
  path: readConfig({ REGISTRY_PATH: required }).REGISTRY_PATH,
  client: new SSMClient({ maxAttempts: 1 }),
});

/** How long an answer is given again (ms): anybody may ask, and asking costs a call. */
const KEPT_MS = 2_000;

let kept: { until: number; health: PublicHealth } | undefined;

/** GET /health: the door itself answers, API Gateway and Lambda with it, and says how the services are. */
export const handler = endpoint(getHealth, async () => {
  if (kept === undefined || kept.until <= Date.now())
    kept = { until: Date.now() + KEPT_MS, health: await look() };
  return ok(kept.health);
});

async function look(): Promise<PublicHealth> {
  try {
    return publicHealth(await load());
  } catch (thrown) {
    log.error('registry not read', thrown);
    return { status: 'degraded', services: {} };
  }
}
