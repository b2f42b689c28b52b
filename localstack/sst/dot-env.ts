import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@serverless-orders/command-line/user-error';
import { isControl } from '@serverless-orders/stages/controls';
import { isLocalStage } from '@serverless-orders/stages/stage';

/** A variable that a file sets. */
export interface DotEnvLine {
  readonly line: number;
  readonly name: string;
}

/**
 * The files that sst 4.17 reads for a stage, the first that sets a variable wins, and the environment before all; and
 * `.env.local`, which Bun reads on every stage.
 */
const filesOf = (stage: string): string[] => [...new Set(['.env', `.env.${stage}`, '.env.local'])];

/** White space to Go, in which sst reads the files: to JavaScript U+0085 is none. */
const SPACE = '[\\s\\u0085]';
/** A statement begins with a line, or right after a quoted value; `name: value` is one too. */
const STATEMENT = new RegExp(`(?:^|["'])${SPACE}*(?:export${SPACE}+)*([A-Za-z_][\\w.]*)${SPACE}*[=:]`, 'gu');

/**
 * The variables that a `.env` file may set, with their lines. Where quotes make it doubtful what is a name, there are
 * too many rather than too few.
 */
export function variablesOf(text: string): DotEnvLine[] {
  return text
    .split(/\r\n|\n|\r/)
    .flatMap((content, at) =>
      [...content.matchAll(STATEMENT)].map(([, name]) => ({ line: at + 1, name: name! })),
    );
}

/**
 * Looks into the `.env` files of an app before sst does.
 *
 * @throws UserError naming each variable that could lead a local stage to an account or change what runs, with its place.
 */
export function refuseControlsInFiles(app: string, stage: string): void {
  const found = filesOf(stage).flatMap((file) => {
    const path = join(app, file);
    if (!existsSync(path)) return [];
    return variablesOf(readFileSync(path, 'utf8'))
      .filter(({ name }) => isControl(name))
      .map(({ line, name }) => `${file}:${line} ${name}`);
  });
  if (found.length === 0) return;
  throw new UserError(
    `sst would read what could lead ${stage} to an account, though it is to run here, or change what runs: ${found.join(', ')}`,
    isLocalStage(stage)
      ? 'move it to the .env.<stage> of the stage in AWS that needs it, or to your shell'
      : 'set it in your shell instead',
  );
}
