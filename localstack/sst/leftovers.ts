import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isJson } from '@serverless-orders/command-line/is-json';
import { ancestors, signal } from '@serverless-orders/command-line/process';
import { run } from '@serverless-orders/command-line/process-run';
import { type ProcessEntry, processTable } from '@serverless-orders/command-line/process-table';
import { poll } from '@serverless-orders/command-line/wait';
import { inPackage } from '../paths.ts';
import type { SstCommand } from './command.ts';
import { configFolder, type Places, sstCli } from './places.ts';

/** How long a command that lost its parent is given to end by itself, in ms. */
const GRACE = 5_000;

/** A command of the CLI, with what identifies its process. */
export interface Running {
  readonly stage: string;
  readonly args: readonly string[];
}

const recordOf = ({ local }: Places): string => join(local, 'sst-running.json');

/** Records that a command runs. The returned function removes the record, once the command has succeeded. */
export function remember({ stage, args }: SstCommand, places: Places): () => void {
  const file = recordOf(places);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ stage, args } satisfies Running));
  return () => rmSync(file, { force: true });
}

/**
 * Clears up after a command that failed or was killed, before the next one begins: ends the processes that it started, and
 * releases the CLI's lock on the stage.
 */
export async function clearLeftovers(places: Places, env: NodeJS.ProcessEnv): Promise<void> {
  const file = recordOf(places);
  const left = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Running) : undefined;
  if (!left) return;
  await endRunning(left, places);
  dropBroken(places, left.stage);
  await run(sstCli(places), ['unlock', '--stage', left.stage], { cwd: places.app, env });
  rmSync(file, { force: true });
}

/** Ends a command of the CLI and what it started: by SIGTERM, then by SIGKILL. */
export async function endRunning(running: Running, places: Places, graceMs = GRACE): Promise<void> {
  const found = () => processTable().filter(isOf(running, places));
  for (const name of ['SIGTERM', 'SIGKILL'] as const) {
    for (const { pid } of found()) signal(pid, name);
    if (await poll(() => found().length === 0, { timeoutMs: graceMs, everyMs: 50 })) return;
  }
}

const STAND_IN = inPackage('pulumi', 'main.ts');

/**
 * Whether a process is the CLI with exactly these arguments, or the stand-in that it started, and works in this app's folder
 * (where the system tells that). Its program has to be a path that ends in `/sst`, since `npm run sst -- deploy` has the same
 * arguments. This process and its ancestors are never taken for it.
 */
export function isOf(
  { args, stage }: Running,
  { app }: Places,
  living = [process.pid, ...ancestors()],
): (entry: ProcessEntry) => boolean {
  const words = args.map((arg) => ` ${arg}`).join('');
  return ({ pid, command, cwd }) => {
    if (living.includes(pid)) return false;
    if (cwd !== undefined && cwd !== app && !cwd.startsWith(join(app, '.sst'))) return false;
    const isCli = ['/sst', '/sst.mjs'].some((program) => command.endsWith(program + words));
    return isCli || (command.includes(`${STAND_IN} `) && command.includes(`/${stage} `));
  };
}

/**
 * With `home: 'local'` the CLI overwrites its files in place: a kill can leave half a file, on which every later command fails.
 * So the stage's state is removed if it is no valid JSON (the stand-in's journal has it too), and any other file if it is empty.
 */
function dropBroken(places: Places, stage: string): void {
  const files = globSync(join(configFolder(places), 'state', '*', '*', `${stage}.json`));
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    if (text === '' || (basename(dirname(dirname(file))) === 'app' && !isJson(text)))
      rmSync(file, { force: true });
  }
}
