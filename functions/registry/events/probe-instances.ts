import { invocation } from '../../platform/invocation.ts';
import { log } from '../../platform/log.ts';
import { ownProber } from '../own.ts';

const prober = ownProber();

/**
 * Once a minute, and when people on call ask for it: asks every instance how it is.
 *
 * @throws Error when something that was found could not be written down, so that the function's errors tell of it.
 */
export const handler = invocation('schedule', async (): Promise<void> => {
  const { instances, unnoted } = await prober.probe();
  log.info('instances probed', { instances: instances.length });
  if (unnoted.length > 0) throw new Error(`the health of ${unnoted.join(', ')} was not noted`);
});
