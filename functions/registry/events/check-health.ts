import { invocation } from '../../platform/invocation.ts';
import { log } from '../../platform/log.ts';
import { makeHealthChecker } from '../composition.ts';

const checker = makeHealthChecker();

/**
 * Once a minute, and when operators on call ask for it: asks every instance how it is.
 *
 * @throws Error when something that was found could not be written down, so that the function's errors tell of it.
 */
export const handler = invocation('schedule', async (): Promise<void> => {
  const { instances, unnoted } = await checker.check();
  log.info('instances checked', { instances: instances.length });
  if (unnoted.length > 0) throw new Error(`the health of ${unnoted.join(', ')} was not noted`);
});
