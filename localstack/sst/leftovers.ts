import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { signal } from '../process.ts';
import { run } from '../process-run.ts';
import { processTable } from '../process-table.ts';
import { poll } from '../wait.ts';
import type { SstCommand } from './command.ts';
import { configFolder, type Places, SST } from './places.ts';

/** How long a command that lost its parent is given to end by itself, in ms. */
const GRACE = 5_000;

interface Running {
  stage: string;
  args: string[];
}

const recordOf = ({ local }: Places): string => join(local, 'sst-running.json');

/** Notes that a command runs. The returned function strikes it out again, once it has ended well. */
export function remember({ stage, args }: SstCommand, places: Places): () => void {
  const file = recordOf(places);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ stage, args } satisfies Running));
  return () => rmSync(file, { force: true });
}

/**
 * Clears up after a command that failed or was killed, before the next one begins: what it started is ended, and the lock is
 * taken off that the CLI puts on a stage while it works on it.
 */
export async function clearLeftovers(places: Places, env: NodeJS.ProcessEnv): Promise<void> {
  const file = recordOf(places);
  const left = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Running) : undefined;
  if (!left) return;
  for (const name of ['SIGTERM', 'SIGKILL'] as const) {
    for (const pid of leftProcesses(left, places)) signal(pid, name);
    await poll(() => leftProcesses(left, places).length === 0, { timeoutMs: GRACE, everyMs: 50 });
  }
  dropBroken(places, left.stage);
  await run(SST, ['unlock', '--stage', left.stage], { cwd: places.app, env });
  rmSync(file, { force: true });
}

/** The CLI with these very arguments, and the stand-in that it started; of this app, where the system tells. */
function leftProcesses({ args, stage }: Running, { app }: Places): number[] {
  return processTable()
    .filter(({ pid, command, cwd }) => {
      if (pid === process.pid || (cwd !== undefined && cwd !== app && !cwd.startsWith(join(app, '.sst'))))
        return false;
      const isCli = command.includes('sst') && command.endsWith(` ${args.join(' ')}`);
      const isStandIn = command.includes(join('pulumi', 'main.ts')) && command.includes(`/${stage} `);
      return isStandIn || (isCli && !command.includes('cli.ts') && !command.includes('boot.mjs'));
    })
    .map(({ pid }) => pid);
}

/**
 * With `home: 'local'` the CLI writes its files over in place, so a kill can leave half of one, and the CLI then stops
 * at it for ever. The stage's state is dropped if it is not whole (the stand-in's journal has it), any other if it is
 * empty.
 */
function dropBroken(places: Places, stage: string): void {
  const files = globSync(join(configFolder(places), 'state', '*', '*', `${stage}.json`));
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    if (text === '' || (basename(dirname(dirname(file))) === 'app' && !isJson(text)))
      rmSync(file, { force: true });
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
