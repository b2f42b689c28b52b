import { beginLog, log } from '../../kit/log.ts';
import { ownProber } from '../own.ts';

const prober = ownProber();

/** Once a minute, and when people on call ask for it: asks every cell how it is. */
export const handler = async (): Promise<void> => {
  beginLog({ trace: process.env._X_AMZN_TRACE_ID });
  const cells = await prober.probe();
  log.info('cells probed', { cells: cells.length });
};
