import { LIMITS } from '../../functions/contracts/limits.ts';
import { isLocalStage } from '../../localstack/stage.ts';

/** The setting for local stages. */
export const OVERDUE = 'SAGA_OVERDUE_SECONDS';

/**
 * From which age on the reconciler looks at a PENDING order (s). On AWS it is the contract's, whatever the environment
 * says; on this machine a test can be told less, since nobody waits six hours for it.
 *
 * @throws Error when the setting is not a number of seconds.
 */
export function overdueSeconds(stage: string, env: Readonly<Record<string, string | undefined>>): number {
  const told = isLocalStage(stage) ? env[OVERDUE] : undefined;
  const seconds = Number(told ?? LIMITS.pendingSeconds);
  if (seconds >= 0 && told !== '' && Number.isFinite(seconds)) return seconds;
  throw new Error(`${OVERDUE} has to be a number of seconds, and is ${told}`);
}
