import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statfsSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { asPrivate, privateFolder } from '@serverless-orders/command-line/private-files';
import { identify, isAlive } from '@serverless-orders/command-line/process';
import type { Report } from '@serverless-orders/command-line/progress';
import { UserError } from '@serverless-orders/command-line/user-error';
import { poll } from '@serverless-orders/command-line/wait';
import { type EngineCredentials, makeCredentials } from './credentials.ts';
import type { EngineFolders } from './folders.ts';
import { isGuarded } from './guarded.ts';
import type { EngineCommand, EngineKind } from './kind.ts';
import { endProcesses } from './leftovers.ts';
import { holdsPort, PortLost } from './listener.ts';
import { answers, exposedAt } from './ports.ts';
import { type EngineRecord, removeRecord, writeRecord } from './record.ts';

/** A start takes 4 s on a quiet machine, the first of a checkout 10 s; this much is patience for a very busy one (ms). */
const START_MS = 120_000;

/** An engine that dies where less is free (bytes) died of that. */
const LEAST_FREE = 1024 * 1024;

export interface StartOptions {
  kind: EngineKind;
  port: number;
  folders: EngineFolders;
  report: Report;
  /** The file for what functions send to AWS. */
  requests?: string;
  enforceIam?: boolean;
  unoptimized?: boolean;
  functionImport?: string;
  timeoutMs?: number;
}

/**
 * Starts an engine detached, in a process group of its own, and waits until it is healthy. Whatever goes wrong on the
 * way, no process of it stays behind.
 *
 * @throws PortLost when another program took the port meanwhile.
 * @throws UserError with the reason from its log when it dies or does not become healthy, or listens beyond loopback.
 */
export async function startEngine(options: StartOptions): Promise<EngineRecord> {
  const { kind, port, folders, report, timeoutMs = START_MS } = options;
  const { requests, enforceIam, unoptimized, functionImport } = options;
  privateFolder(folders.root);
  const credentials = makeCredentials(folders);
  const { command, args, env, links } = kind.command({
    port,
    folders,
    credentials,
    requests,
    enforceIam,
    unoptimized,
    functionImport,
  });
  prepare(folders, { env, links });
  rmSync(folders.log, { force: true });
  const log = openSync(folders.log, 'w', 0o600);
  const child = asPrivate(() =>
    spawn(command, args, { cwd: folders.run, env, detached: true, stdio: ['ignore', log, log] }),
  );
  closeSync(log);
  const failed = new Promise<Error>((resolve) => child.once('error', resolve));
  child.unref();
  const identity = child.pid === undefined ? undefined : identify(child.pid);
  if (child.pid === undefined) throw died(kind, folders, (await failed).message);
  const record = { pid: child.pid, started: identity?.started ?? 'never seen', port, kind: kind.id };
  writeRecord(folders, record);
  report(`${kind.title} is starting on port ${port} (process ${record.pid})`);
  try {
    await untilHealthy({ kind, folders, record, credentials, timeoutMs });
    if (!(await holdsPort(kind, record, folders))) throw new PortLost(port);
    const exposed = await exposedAt(port);
    if (exposed.length > 0)
      throw new UserError(
        `${kind.title} can be reached from the network at ${exposed.join(', ')}, so it was stopped`,
        'it must listen on 127.0.0.1 only; a port forwarder on this machine may be the cause',
      );
    if (!(await isGuarded(`http://127.0.0.1:${port}`)))
      throw new UserError(
        `${kind.title} answers without its key, so it was stopped`,
        `its guard is localstack/lambda/python/process_executor/guard; ${see(folders)}`,
      );
    return record;
  } catch (error) {
    await kind.outside?.end(folders);
    await endProcesses(folders, record);
    removeRecord(folders);
    throw error;
  }
}

/** Folders of the last run are emptied: the engine comes up empty, and nothing of it may seem to be there still. */
function prepare(folders: EngineFolders, { env, links = {} }: Pick<EngineCommand, 'env' | 'links'>): void {
  for (const folder of [folders.run, folders.lambda]) {
    rmSync(folder, { recursive: true, force: true });
    privateFolder(folder);
  }
  const wanted = [env.HOME, env.TMPDIR, env.FILESYSTEM_ROOT].filter((path) => path !== undefined);
  for (const folder of wanted) mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [path, target] of Object.entries(links)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    symlinkSync(target, path);
  }
}

async function untilHealthy({
  kind,
  folders,
  record,
  credentials,
  timeoutMs,
}: {
  kind: EngineKind;
  folders: EngineFolders;
  record: EngineRecord;
  credentials: EngineCredentials;
  timeoutMs: number;
}): Promise<void> {
  const endpoint = `http://127.0.0.1:${record.port}`;
  const outcome = await poll(
    async () => {
      if (!isAlive(record)) return 'dead';
      if (await kind.isHealthy(endpoint, credentials)) return 'healthy';
      // Somebody else's engine, which may be of another kind: ours says nothing and lives on.
      const taken = (await answers('127.0.0.1', record.port)) && !(await holdsPort(kind, record, folders));
      return taken ? 'lost' : undefined;
    },
    { timeoutMs, everyMs: 100 },
  );
  if (outcome === 'lost') throw new PortLost(record.port);
  if (outcome === 'dead') throw died(kind, folders);
  if (outcome === undefined)
    throw new UserError(`${kind.title} did not become healthy in ${timeoutMs / 1000} s`, see(folders));
}

function died(kind: EngineKind, folders: EngineFolders, reason = kind.reason(readLog(folders))): UserError {
  if (/no space left on device/i.test(reason ?? '') || freeBytes(folders) < LEAST_FREE)
    return new UserError(
      `the disk is full, so ${kind.title} could not start`,
      `free some space, then try again`,
    );
  return new UserError(`${kind.title} died while starting${reason ? ` (${reason})` : ''}`, see(folders));
}

/** A full disk takes the log as well, so it is asked for itself. */
function freeBytes({ root }: EngineFolders): number {
  const { bavail, bsize } = statfsSync(root);
  return bavail * bsize;
}

const see = (folders: EngineFolders): string => `its log is ${folders.log}`;

function readLog(folders: EngineFolders): string {
  try {
    return readFileSync(folders.log, 'utf8').slice(-64 * 1024);
  } catch {
    return '';
  }
}
