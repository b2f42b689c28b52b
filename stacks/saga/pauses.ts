import { isLocalStage } from '../../localstack/stage.ts';

/** The setting for local stages. */
export const PAUSES = 'SAGA_PAUSES';

/**
 * On this machine an outage is a minute and not an hour: steps are retried for half a minute on average and undos for two,
 * where AWS takes 7.5 and 30.
 */
const LOCAL = 0.05;

/**
 * What the pauses of the saga are multiplied by. On AWS it is 1, whatever the environment says.
 *
 * @throws Error when the setting is not a number from 0 to 1.
 */
export function pauseFactor(stage: string, env: Readonly<Record<string, string | undefined>>): number {
  if (!isLocalStage(stage)) return 1;
  const factor = Number(env[PAUSES] ?? LOCAL);
  if (factor >= 0 && factor <= 1) return factor;
  throw new Error(`${PAUSES} has to be a number from 0 to 1, and is ${env[PAUSES]}`);
}
