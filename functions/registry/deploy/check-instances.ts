import { instanceName } from '@serverless-orders/resilience/discovery';
import { invocation } from '../../platform/invocation.ts';
import { log } from '../../platform/log.ts';
import { makeHealthChecker } from '../composition.ts';
import { DEPLOYMENT } from '../retry-policy.ts';

const checker = makeHealthChecker(DEPLOYMENT);

interface Checked {
  checked: number;
  notHealthy: string[];
  unnoted: string[];
}

/**
 * Called by a deployment that has changed instances: at its end they have started, and their health is known. It never fails:
 * an instance that does not answer is noted as not healthy, as it would be a minute later, and a check that could not be made is
 * made then. That a deployment is not undone because of one instance leaves the others in service.
 *
 * @returns what was found, which the deployment keeps in its state.
 */
export const handler = invocation('deploy', async (): Promise<Checked> => {
  try {
    const { instances, unnoted } = await checker.check();
    const notHealthy = instances.filter(({ health }) => health !== 'healthy').map(instanceName);
    log.info('instances checked', { checked: instances.length, notHealthy, unnoted });
    return { checked: instances.length, notHealthy, unnoted };
  } catch (thrown) {
    log.error('instances not checked', thrown);
    return { checked: 0, notHealthy: [], unnoted: [] };
  }
});
