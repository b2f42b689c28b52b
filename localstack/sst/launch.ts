import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { asPrivate } from '@serverless-orders/command-line/private-files';
import type { ProcessIdentity } from '@serverless-orders/command-line/process';
import { UserError } from '@serverless-orders/command-line/user-error';
import { foldersAt } from '../engine/credentials.ts';
import { livingRecord } from '../engine/record.ts';
import { isCompleted, RUN_VARIABLE } from '../pulumi/end-mark.ts';
import { FOLDER_VARIABLE } from '../pulumi/settings.ts';
import { isExclusive, isIsolated, needsStandIn, type SstCommand } from './command.ts';
import { whileEngineLives } from './engine-watch.ts';
import { type Stdio, spawnIsolated } from './isolation/spawn.ts';
import { endRunning, remember } from './leftovers.ts';
import { outputsFile, type Places, sstCli } from './places.ts';

export interface LaunchOptions {
  readonly command: SstCommand;
  /** The engine's address, as a number. */
  readonly endpoint: string;
  readonly places: Places;
  /** The CLI's whole environment, with the name of this run in it. */
  readonly env: NodeJS.ProcessEnv;
  readonly onLine?: (line: string) => void;
  readonly warn?: (line: string) => void;
  readonly isolate?: boolean;
  /** For tests: another program than the CLI, and another process than the engine of that address. */
  readonly file?: string;
  readonly engine?: ProcessIdentity;
}

/**
 * Starts the CLI and waits for its end. Before a deploy the stage's outputs are removed, so that those of an earlier one
 * are never taken for its own.
 *
 * @returns the CLI's exit code.
 * @throws UserError if the CLI exits with 0 although the stand-in has not completed its work, or if the engine ends meanwhile.
 */
export async function launch(options: LaunchOptions): Promise<number> {
  const { command, endpoint, places, env, onLine } = options;
  const needsMark = needsStandIn(command);
  if (needsMark && command.name === 'deploy') rmSync(outputsFile(places, command.stage), { force: true });
  const forget = isExclusive(command) ? remember(command, places) : () => {};
  const folders = foldersAt(endpoint);
  const engine = options.engine ?? (folders && livingRecord(folders));
  const child = await start(options);
  if (onLine) passLines(child, onLine);
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  const code = await whileEngineLives(ended, { engine, end: () => endRunning(command, places) });
  if (code !== 0) return code;
  if (needsMark && !isCompleted(env[FOLDER_VARIABLE] ?? '', env[RUN_VARIABLE] ?? ''))
    throw new UserError(
      `sst ${command.name} of ${command.stage} was cut off before it was complete`,
      'run the command again, which goes on from there',
    );
  forget();
  return code;
}

async function start({
  command: { name, stage, args },
  endpoint,
  places,
  env,
  onLine,
  warn = console.error,
  isolate = true,
  file = sstCli(places),
}: LaunchOptions): Promise<ChildProcess> {
  const stdio: Stdio = onLine ? ['ignore', 'pipe', 'pipe'] : ['inherit', 'inherit', 'inherit'];
  const program = { file, args, cwd: places.app, env, stdio };
  if (!isolate || !isIsolated({ name, stage, args })) return asPrivate(() => spawn(file, args, program));
  return spawnIsolated({ ...program, engine: endpoint, warn: (why) => warn(exposed(why)) });
}

function passLines(child: ChildProcess, onLine: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split(/\r?\n/);
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
    });
  }
}

/** The warning, with its remedy, when the CLI runs in the machine's own network. */
const exposed = (why: string): string =>
  `warning: while sst runs, its RPC port (13557 or the next) takes commands from every web page and from the network, because ${why}: see localstack/docs/deploying.md#the-network-of-sst`;
