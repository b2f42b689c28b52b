import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { identify, isAlive, type ProcessIdentity, signal } from '@serverless-orders/command-line/process';
import { type ProcessEntry, processTable } from '@serverless-orders/command-line/process-table';
import { UserError } from '@serverless-orders/command-line/user-error';
import { poll } from '@serverless-orders/command-line/wait';
import { installation } from '../paths.ts';
import { companions } from './companions.ts';
import type { EngineFolders } from './folders.ts';

/** How long a process may take to end by itself before it is killed (ms). The engine keeps nothing that would be lost. */
const GRACE_MS = 2000;
const KILL_MS = 10_000;

/**
 * Ends an engine and every process that it or its Lambdas left: the one on record, those in the Lambda registry, what was
 * started beside it, and any program of this checkout that names the engine's folder or works in it, which finds the rest
 * when the engine was killed and the records are lost. First SIGTERM, then SIGKILL, to their groups. Returns how many there
 * were.
 *
 * @throws UserError when one lives on even so.
 */
export async function endProcesses(folders: EngineFolders, record?: ProcessIdentity): Promise<number> {
  const ended = new Set<number>();
  const sweep = (name: NodeJS.Signals): ProcessIdentity[] => {
    const living = findProcesses(folders, record);
    for (const { pid } of living) {
      ended.add(pid);
      if (!signal(-pid, name)) signal(pid, name);
      // A frozen Lambda environment only ends when it is let run.
      if (!signal(-pid, 'SIGCONT')) signal(pid, 'SIGCONT');
    }
    return living;
  };
  if (sweep('SIGTERM').length === 0) return 0;
  const gone = () => findProcesses(folders, record).length === 0;
  if (await poll(gone, { timeoutMs: GRACE_MS })) return ended.size;
  const killed = await poll(() => sweep('SIGKILL').length === 0, { timeoutMs: KILL_MS });
  if (!killed) {
    const pids = findProcesses(folders, record).map(({ pid }) => pid);
    throw new UserError(`processes ${pids.join(', ')} do not end`, 'look at them with ps');
  }
  return ended.size;
}

/** The living processes of an engine, each once. */
export function findProcesses(folders: EngineFolders, record?: ProcessIdentity): ProcessIdentity[] {
  const known = [...(record ? [record] : []), ...registered(folders), ...companions(folders)].filter(isAlive);
  const seen = processTable()
    .filter((entry) => entry.pid !== process.pid && belongsTo(entry, folders))
    .map(({ pid }) => identify(pid))
    .filter((identity) => identity !== undefined);
  return [...new Map([...known, ...seen].map((identity) => [identity.pid, identity])).values()];
}

/**
 * Only programs out of this checkout are considered (its Python, its Node, a jar of its own), so that somebody's `tail -f`
 * on a log, or a shell that stands in the folder, is left alone.
 */
export function belongsTo(entry: ProcessEntry, folders: EngineFolders, checkout = installation): boolean {
  const { command, cwd } = entry;
  if (!startsIn(entry, checkout)) return false;
  // A path may hold blanks, which part the words of a command line.
  return [`${command} `, cwd ?? ''].some(
    (text) =>
      text === folders.root ||
      text.startsWith(`${folders.root}/`) ||
      text.includes(` ${folders.root} `) ||
      text.includes(` ${folders.root}/`),
  );
}

/** A Java is the machine's: the program is what it was given. */
function startsIn({ program, command }: ProcessEntry, checkout: string): boolean {
  const isJava = basename(program) === 'java' && command.includes(' -jar ');
  return isJava ? command.includes(` -jar ${checkout}/`) : command.startsWith(`${checkout}/`);
}

/** The Lambda executor writes a line `<pid> <start time>` for every process group that it starts. */
function registered(folders: EngineFolders): ProcessIdentity[] {
  try {
    return readFileSync(join(folders.lambda, 'pids'), 'utf8')
      .split('\n')
      .map((line) => /^(\d+)\s+(.+?)\s*$/.exec(line))
      .flatMap((match) => (match ? [{ pid: Number(match[1]), started: match[2]! }] : []));
  } catch {
    return [];
  }
}
