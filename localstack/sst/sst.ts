import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { UserError } from '@serverless-orders/command-line/user-error';
import { isLocalStage } from '@serverless-orders/stages/stage';
import { ensureEngine } from '../engine/engine.ts';
import { engineOf, namedStage } from '../engine/stage-engine.ts';
import { refuseMistyped } from '../known-stages.ts';
import { root } from '../paths.ts';
import { PROGRESS_VARIABLE } from '../pulumi/progress-file.ts';
import { parseSstCommand } from './command.ts';
import { progressText, readProgress } from './deploy-progress.ts';
import { outputsFile, type Places, PROJECT, SST } from './places.ts';
import { runLocal } from './run-local.ts';

/** What a deploy put into `.sst/outputs.<stage>.json`. */
export type Outputs = Record<string, unknown>;

export interface DeployOptions {
  readonly stage: string;
  /** The engine's address. */
  readonly endpoint: string;
  /** Told what is being done, in a few words. */
  readonly report: (text: string) => void;
  /** Additions to the environment of sst.config.ts. */
  readonly env?: Record<string, string>;
  /** Another app than this project's; for tests. */
  readonly places?: Places;
}

/** The file that all lines of a stage's latest deploy are in. */
export const deployLog = (stage: string, { local }: Places = PROJECT): string =>
  join(local, 'logs', `deploy-${stage}.log`);

/** How often it is looked how far a deploy is, in ms. */
const LOOK_EVERY = 250;

/** How many of the CLI's last lines are shown when a deploy fails. */
const LAST_LINES = 30;

/**
 * Deploys a local stage with the unmodified sst CLI.
 *
 * @returns the stack's outputs.
 * @throws UserError with what the CLI said if it fails, or if the stage or the address is not a local one.
 */
export async function deploy({
  stage,
  endpoint,
  report,
  env,
  places = PROJECT,
}: DeployOptions): Promise<Outputs> {
  if (!isLocalStage(stage)) {
    throw new UserError(`${stage} is not a local stage`, 'call it local, local-<name> or test-<name>');
  }
  const log = deployLog(stage, places);
  const counts = join(places.local, 'logs', `deploy-${stage}.json`);
  mkdirSync(dirname(log), { recursive: true });
  writeFileSync(log, '');
  rmSync(counts, { force: true });
  const terminal = process.stdout.isTTY === true && !process.env.CI;
  const timer = setInterval(() => {
    const progress = readProgress(counts);
    if (progress) report(progressText(progress, terminal));
  }, LOOK_EVERY);
  report('the sst CLI starts');
  const lines: string[] = [];
  const code = await runLocal({
    command: parseSstCommand(['deploy', '--stage', stage]),
    endpoint,
    places,
    env: { ...env, [PROGRESS_VARIABLE]: counts },
    onWait: (pid) => report(`waiting for process ${pid}, which runs sst in this folder`),
    onLine: (line) => {
      lines.push(line);
      appendFileSync(log, `${stripVTControlCharacters(line)}\n`);
    },
  }).finally(() => clearInterval(timer));
  if (code !== 0) {
    const last = lines.filter((line) => line.trim()).slice(-LAST_LINES);
    throw new UserError(
      `the deploy of ${stage} failed`,
      `mend what it says, and deploy again (all of it is in ${log})\n${last.join('\n')}`,
    );
  }
  return JSON.parse(readFileSync(outputsFile(places, stage), 'utf8')) as Outputs;
}

/**
 * `npm run sst -- <arguments>`: the sst CLI, led to the engine for a local stage (which is started if need be), as it
 * is for any other stage.
 *
 * @returns the CLI's exit code.
 * @throws UserError for a stage that looks like a local one and is none.
 */
export async function runSst(args: string[]): Promise<number> {
  const command = parseSstCommand(args, namedStage());
  await refuseMistyped(command.stage);
  if (!isLocalStage(command.stage)) return runAsIs(args);
  const report = (text: string) => console.error(`› ${text}`);
  const { endpoint } = await ensureEngine({ ...engineOf(command.stage), progress: report });
  const onWait = (pid: number) => report(`waiting for process ${pid}, which runs sst in this folder`);
  return runLocal({ command, endpoint, onWait });
}

/** A stage in AWS: nothing of the local machinery is in the CLI's way. */
function runAsIs(args: string[]): Promise<number> {
  const child = spawn(SST, args, { cwd: root, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
