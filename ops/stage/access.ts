import { clientOptions, type EngineCredentials, runningStage } from '@serverless-orders/localstack';
import { UserError } from '../../packages/command-line/user-error.ts';
import { refuseMistyped } from '../../packages/stages/known-stages.ts';
import { isLocalStage } from '../../packages/stages/stage.ts';
import { root } from '../../paths.ts';
import { configOf } from '../../stages.ts';

/** As sst.config.ts names it. */
export const APP = 'shop';

/** Where a stage in AWS is: by its file, or else where sst.config.ts deploys to. */
const regionOf = (stage: string): string => configOf(stage)?.region ?? 'us-east-1';

/** How a person reaches a stage. */
export interface StageAccess {
  stage: string;
  /** What the names of everything in the stage begin with. */
  prefix: string;
  /** What every AWS SDK client is made of. */
  config: {
    region: string;
    endpoint?: string;
    credentials?: EngineCredentials;
  };
}

/**
 * Access to a stage: a local one by its engine, with the engine's key; any other with the
 * person's own AWS credentials, as the SDK finds them.
 *
 * @throws UserError when the stage's engine does not run, or the name looks like a local stage's and is none.
 */
export async function stageAccess(stage: string): Promise<StageAccess> {
  await refuseMistyped(stage, root);
  const prefix = `${APP}-${stage}-`;
  if (!isLocalStage(stage)) return { stage, prefix, config: { region: regionOf(stage) } };
  const { engine } = await runningStage(stage);
  return { stage, prefix, config: clientOptions(engine.endpoint) };
}

/** An error that the SDK throws for a person's own set-up, as one line; anything else as it is. */
export function explainAccess(thrown: unknown, stage: string): unknown {
  if (
    !(thrown instanceof Error) ||
    !/Credentials|ExpiredToken|AccessDenied|UnrecognizedClient/.test(thrown.name)
  )
    return thrown;
  return new UserError(
    `AWS does not let you into stage ${stage} (${thrown.name}: ${thrown.message})`,
    'sign in to the account of that stage, or name another with --stage',
    { cause: thrown },
  );
}
