import { isLocalStage } from '../stage.ts';
import { UserError } from '../user-error.ts';

/** Set by `npm run sst` in the environment of the CLI that it starts, to the engine's address. */
export const GUARD_VARIABLE = 'LOCAL_STAGE_ENDPOINT';

/**
 * For `app()` in sst.config.ts, which the CLI evaluates before it does anything: a local stage goes on only if the CLI
 * was started by `npm run sst`, which has led it to an engine. A bare `npx sst deploy --stage local` would deploy a
 * stage of that name to the AWS account that the shell is logged in to.
 *
 * @example refuseUnguardedLocalStage(input.stage);
 * @throws UserError naming the command to use.
 */
export function refuseUnguardedLocalStage(
  stage: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
): void {
  if (stage === undefined || !isLocalStage(stage)) return;
  const endpoint = env[GUARD_VARIABLE];
  if (endpoint && endpoint === env.AWS_ENDPOINT_URL) return;
  throw new UserError(
    `the stage ${stage} lives on this machine, and sst was not started for it`,
    `use \`npm run sst -- <command> --stage ${stage}\``,
  );
}
