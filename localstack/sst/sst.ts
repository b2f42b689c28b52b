import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Report } from '@serverless-orders/command-line/progress';
import { UserError } from '@serverless-orders/command-line/user-error';
import { ensureEngine } from '../engine/engine.ts';
import { engineOf, namedStage } from '../engine/stage-engine.ts';
import { PROGRESS_VARIABLE } from '../pulumi/progress-file.ts';
import { REQUESTS_VARIABLE } from '../pulumi/requests.ts';
import { parseSstCommand } from './command.ts';
import { progressText, readProgress } from './deploy-progress.ts';
import { deployLog, outputsFile, type Places } from './places.ts';
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
  readonly places: Places;
  /** The file to which every request that the deployment sends is added. */
  readonly requests?: string;
}

/** How often the progress of a deploy is read, in ms. */
const LOOK_EVERY = 250;

/** How many of the CLI's last lines are shown when a deploy fails. */
const LAST_LINES = 30;

/**
 * Deploys a stage to an engine of this machine with the app's own unmodified sst CLI.
 *
 * @returns the stack's outputs.
 * @throws UserError with what the CLI said if it fails, or if the address is not a local one.
 */
export async function deploy(options: DeployOptions): Promise<Outputs> {
  const { stage, endpoint, report, env, places, requests } = options;
  const log = deployLog(places, stage);
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
    env: {
      ...env,
      [PROGRESS_VARIABLE]: counts,
      ...(requests && { [REQUESTS_VARIABLE]: requests }),
    },
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

export interface RunSstOptions {
  readonly places: Places;
  /** Told what is waited for. */
  readonly report?: Report;
}

/**
 * Runs the sst CLI of an app on an engine of this machine, which is started if need be, with this terminal.
 *
 * @param args as for sst; without `--stage` it is the stage of {@link namedStage}.
 * @returns the CLI's exit code.
 */
export async function runSst(
  args: readonly string[],
  { places, report = tellLine }: RunSstOptions,
): Promise<number> {
  const command = parseSstCommand(args, namedStage());
  const { endpoint } = await ensureEngine({ ...engineOf(command.stage), progress: report });
  const onWait = (pid: number) => report(`waiting for process ${pid}, which runs sst in this folder`);
  return runLocal({ command, endpoint, places, onWait });
}

const tellLine: Report = (text) => console.error(`› ${text}`);
