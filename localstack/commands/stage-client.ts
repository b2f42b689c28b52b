import { engineStatus } from '../engine/engine.ts';
import { engineOf } from '../sst/stage-engine.ts';
import { isLocalStage } from '../stage.ts';
import { UserError } from '../user-error.ts';
import { clientOptions } from './stage-functions.ts';

/** As in sst.config.ts. */
const REGION = 'us-east-1';

/**
 * What an AWS SDK client for a stage is made of: the engine and its test credentials for a local stage, for any other
 * the account that your shell and ~/.aws name.
 *
 * @throws UserError when the stage is local and its engine does not run.
 */
export async function stageClient(stage: string): Promise<Partial<ReturnType<typeof clientOptions>>> {
  if (!isLocalStage(stage)) return { region: REGION };
  const engine = await engineStatus(engineOf(stage));
  if (!engine) throw new UserError('the engine does not run', 'npm start starts it');
  return clientOptions(engine.endpoint);
}
