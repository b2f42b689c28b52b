import { cellName } from '../../../packages/resilience/discovery/cell.ts';
import { invocation } from '../../platform/invocation.ts';
import { log } from '../../platform/log.ts';
import { ownProber } from '../own.ts';
import { DEPLOYMENT } from '../patience.ts';

const prober = ownProber(DEPLOYMENT);

interface Checked {
  checked: number;
  notHealthy: string[];
  unnoted: string[];
}

/**
 * What a deployment calls that has changed cells: at its end they have started, and how they are is known. It never fails:
 * a cell that does not answer is noted as not healthy, as it would be a minute later, and a check that could not be made is
 * made then. That a deployment is not undone because of one cell leaves the others in service.
 *
 * @returns what was found, which the deployment keeps in its state.
 */
export const handler = invocation('deploy', async (): Promise<Checked> => {
  try {
    const { cells, unnoted } = await prober.probe();
    const notHealthy = cells.filter(({ health }) => health !== 'healthy').map(cellName);
    log.info('cells checked', { checked: cells.length, notHealthy, unnoted });
    return { checked: cells.length, notHealthy, unnoted };
  } catch (thrown) {
    log.error('cells not checked', thrown);
    return { checked: 0, notHealthy: [], unnoted: [] };
  }
});
