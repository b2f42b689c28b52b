import { appendFileSync, statSync } from 'node:fs';
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
  const error = new UserError(
    `the stage ${stage} lives on this machine, and sst was not started for it`,
    `use \`npm run sst -- <command> --stage ${stage}\``,
  );
  tell(`error: ${error.line}`);
  throw error;
}

/** At least as long as what the CLI itself says then, in characters. */
const CLI_SAYS = 200;

/**
 * Shows a line to the person. The CLI evaluates `app()` in a process of its own and keeps to itself what that prints when
 * it fails ("Unexpected error occurred"), so the line goes to the CLI's own output, or to the terminal.
 */
export function tell(line: string): void {
  for (const place of [`/proc/${process.ppid}/fd/2`, '/dev/tty']) {
    try {
      // In a file the CLI goes on at its own place, over what was put there in between.
      const room = statSync(place).isFile() ? `${' '.repeat(CLI_SAYS)}\n` : '';
      appendFileSync(place, `${room}${line}\n`);
      return;
    } catch {
      // Not on this system, or there is no terminal.
    }
  }
}
