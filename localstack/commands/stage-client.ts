import { runningStage } from '../engine/stage-engine.ts';
import { isLocalStage } from '../stage.ts';
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
  return clientOptions((await runningStage(stage)).engine.endpoint);
}
