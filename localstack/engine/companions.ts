import { spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '@serverless-orders/command-line/file-lock';
import { asPrivate, privateFolder } from '@serverless-orders/command-line/private-files';
import { identify, isAlive, type ProcessIdentity } from '@serverless-orders/command-line/process';
import { UserError } from '@serverless-orders/command-line/user-error';
import { poll } from '@serverless-orders/command-line/wait';
import type { EngineFolders } from './folders.ts';
import { UTF_8 } from './java.ts';
import { exposedAt, isFree, isReleased } from './ports.ts';

/** A program that runs beside an engine, for people who look into it, and ends with it. */
export interface Companion extends ProcessIdentity {
  name: string;
  /** Where it listens, on loopback; undefined when it does not. */
  port: number | undefined;
  /** What it was started with: with anything else it is another one. */
  purpose: string;
}

export interface CompanionCommand {
  name: string;
  purpose: string;
  command: string;
  args: string[];
  /** The whole environment, but for the encoding of paths: nothing is added from the developer's shell. */
  env: Record<string, string>;
  port?: number;
  /** Whether it is ready; asked until it is. */
  isReady: () => Promise<boolean>;
  timeoutMs?: number;
}

/** A quiet machine takes a tenth of it (ms). */
const START_MS = 90_000;

const folderOf = ({ root }: EngineFolders): string => join(root, 'companions');

/** Where a companion may write; its log is beside it. */
export const companionFolder = (folders: EngineFolders, name: string): string =>
  join(folderOf(folders), name);

/**
 * Starts a program beside an engine, detached, in a process group of its own, and waits until it is ready. `npm stop`, or
 * another start of the engine, ends it.
 *
 * @throws UserError when it ends before it is ready, does not become so, or listens beyond loopback.
 */
export async function startCompanion(folders: EngineFolders, options: CompanionCommand): Promise<Companion> {
  const { name, purpose, command, args, env, port, isReady, timeoutMs = START_MS } = options;
  for (const folder of [folders.root, folderOf(folders), companionFolder(folders, name)])
    privateFolder(folder);
  const file = join(folderOf(folders), `${name}.log`);
  const log = openSync(file, 'w', 0o600);
  const child = asPrivate(() =>
    spawn(command, args, {
      cwd: companionFolder(folders, name),
      env: { LANG: UTF_8, ...env },
      detached: true,
      stdio: ['ignore', log, log],
    }),
  );
  closeSync(log);
  child.once('error', () => {});
  child.unref();
  if (child.pid === undefined)
    throw new UserError(`${name} did not start`, `is ${command} there? Its log is ${file}`);
  const identity = identify(child.pid);
  // On a busy machine it may be over before it is looked at.
  if (!identity) throw new UserError(`${name} ended while it started`, `its log is ${file}`);
  const companion: Companion = { name, ...identity, port, purpose };
  writeFileSync(recordOf(folders, name), `${JSON.stringify(companion)}\n`, { mode: 0o600 });
  const outcome = await poll(async () => (isAlive(identity) ? (await isReady()) && 'ready' : 'ended'), {
    timeoutMs,
    everyMs: 150,
  });
  const exposed = outcome === 'ready' && port !== undefined ? await exposedAt(port) : [];
  if (outcome === 'ready' && exposed.length === 0) return companion;
  await endCompanion(folders, name);
  if (exposed.length > 0)
    throw new UserError(
      `${name} can be reached from the network at ${exposed.join(', ')}, so it was stopped`,
      'it must listen on 127.0.0.1 only; a port forwarder on this machine may be the cause',
    );
  const how = outcome === 'ended' ? 'ended while it started' : `was not ready within ${timeoutMs / 1000} s`;
  throw new UserError(`${name} ${how}`, `its log is ${file}`);
}

/** Which companion is wanted. */
interface Wanted {
  name: string;
  purpose: string;
  /** Whether one that lives serves; unless told, any does. */
  serves?: () => boolean;
}

/**
 * The companion of that name that runs for a purpose, or else the one that `start` starts when that of another purpose has ended. One
 * command at a time does so: of two at once, each would end what the other has just started.
 */
export async function ensureCompanion(
  folders: EngineFolders,
  { name, purpose, serves = () => true }: Wanted,
  start: () => Promise<Companion>,
): Promise<Companion> {
  for (const folder of [folders.root, folderOf(folders)]) privateFolder(folder);
  return withLock(join(folderOf(folders), `${name}.lock`), async () => {
    const running = livingCompanion(folders, name, purpose);
    if (running && serves()) return running;
    await endCompanion(folders, name);
    return start();
  });
}

/** The companion of that name, if it lives and was started for this. */
export function livingCompanion(
  folders: EngineFolders,
  name: string,
  purpose?: string,
): Companion | undefined {
  const found = companions(folders).find((one) => one.name === name);
  return found && (purpose === undefined || found.purpose === purpose) ? found : undefined;
}

/** All companions of an engine that live. */
export function companions(folders: EngineFolders): Companion[] {
  try {
    return readdirSync(folderOf(folders))
      .filter((name) => name.endsWith('.json'))
      .flatMap((name) => read(join(folderOf(folders), name)))
      .filter(isAlive);
  } catch {
    return [];
  }
}

/** Ends one companion, and its process group, and waits until its port is free. */
export async function endCompanion(folders: EngineFolders, name: string): Promise<void> {
  const found = livingCompanion(folders, name);
  if (!found) return;
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    try {
      process.kill(-found.pid, signal);
    } catch {
      // It has ended meanwhile.
    }
    if (await poll(() => !isAlive(found), { timeoutMs: 5000, everyMs: 50 })) break;
  }
  const { port } = found;
  if (port !== undefined) await isReleased(port);
  rmSync(recordOf(folders, name), { force: true });
}

/** A port for a companion: the first that is free from the usual one of its kind upward. */
export async function freePortFrom(first: number): Promise<number> {
  for (let port = first; port < first + 100; port += 1) if (await isFree(port)) return port;
  throw new UserError(`no port is free from ${first} to ${first + 99}`, 'stop what listens there');
}

const recordOf = (folders: EngineFolders, name: string): string => join(folderOf(folders), `${name}.json`);

function read(path: string): Companion[] {
  try {
    const { pid, started, name, port, purpose } = JSON.parse(readFileSync(path, 'utf8'));
    return Number.isSafeInteger(pid) && pid > 1 && typeof started === 'string'
      ? [{ pid, started, name, port, purpose }]
      : [];
  } catch {
    return [];
  }
}
