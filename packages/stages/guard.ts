import { appendFileSync, statSync } from 'node:fs';
import { UserError } from '@serverless-orders/command-line/user-error';
import { NAMES_VARIABLE, strayControl, TOLD_VARIABLE } from './launched.ts';
import { isLocalStage } from './stage.ts';
import { refuseLookalike } from './stage-name.ts';

export interface GuardOptions {
  /** The project's stages in AWS, by name or pattern. */
  readonly stages?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * For `app()` in sst.config.ts, which the CLI evaluates before it does anything: a local stage goes on only if the CLI
 * was started by `npm run sst`, which has led it to an engine, and nothing has been added to its environment since. A bare
 * `npx sst deploy --stage local` would deploy a stage of that name to the AWS account that the shell is signed in to, and so
 * would `--stage Local`.
 *
 * @example guardStage(input.stage, { stages });
 * @throws UserError naming the command to use, the stage that was meant, or the variable that was added.
 */
export function guardStage(
  stage: string | undefined,
  { stages = [], env = process.env }: GuardOptions = {},
): void {
  if (stage === undefined) return;
  try {
    refuseLookalike(stage, stages);
    if (isLocalStage(stage)) refuseOthers(stage, env);
  } catch (error) {
    if (error instanceof UserError) tell(`error: ${error.line}`);
    throw error;
  }
}

function refuseOthers(stage: string, env: NodeJS.ProcessEnv): void {
  const stray = strayControl(env);
  if (stray === undefined) return;
  const launched = env[NAMES_VARIABLE] !== undefined;
  throw new UserError(
    launched
      ? `${stray} of the local stage ${stage} was not set by what started sst`
      : `the stage ${stage} lives on this machine, and sst was not started for it`,
    launched
      ? 'take it out of the .env file that sets it'
      : `use \`npm run sst -- <command> --stage ${stage}\``,
  );
}

/** At least as long as what the CLI itself says then, in characters. */
const CLI_SAYS = 200;

/**
 * Shows a line to the person. The CLI evaluates `app()` in a process of its own and keeps to itself what that prints when
 * it fails ("Unexpected error occurred"), so the line goes to where the launcher reads it, to the CLI's own output, or to the
 * terminal.
 */
export function tell(line: string): void {
  const launcher = process.env[TOLD_VARIABLE];
  for (const place of [...(launcher ? [launcher] : []), `/proc/${process.ppid}/fd/2`, '/dev/tty']) {
    try {
      // In a file the CLI goes on at its own place, over what was put there in between.
      const room = place !== launcher && statSync(place).isFile() ? `${' '.repeat(CLI_SAYS)}\n` : '';
      appendFileSync(place, `${room}${line}\n`);
      return;
    } catch {
      // Not on this system, or there is no terminal.
    }
  }
}
