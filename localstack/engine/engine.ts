import { withLock } from '@serverless-orders/command-line/file-lock';
import { privateFolder } from '@serverless-orders/command-line/private-files';
import type { Report } from '@serverless-orders/command-line/progress';
import { UserError } from '@serverless-orders/command-line/user-error';
import { poll } from '@serverless-orders/command-line/wait';
import { shared } from '../paths.ts';
import { engineAddress } from '../sst/endpoint.ts';
import { companions } from './companions.ts';
import { readCredentials } from './credentials.ts';
import { type EngineFolders, engineFolders } from './folders.ts';
import type { EngineKind } from './kind.ts';
import { engineKind, KINDS } from './kinds.ts';
import { endProcesses } from './leftovers.ts';
import { holdsPort, PortLost } from './listener.ts';
import { choosePort, isReleased } from './ports.ts';
import { type EngineRecord, livingRecord, readRecord, removeRecord } from './record.ts';
import { type StartOptions, startEngine } from './start.ts';

/** A running engine. */
export interface Engine {
  name: string;
  /** Its address without a trailing slash, e.g. http://127.0.0.1:4566 */
  endpoint: string;
  /** True when the user named it by AWS_ENDPOINT_URL: it is neither installed, started nor stopped here. */
  external: boolean;
  pid?: number;
}

export interface EnsureOptions {
  /** The engine's name: each has a folder, a port and data of its own. */
  name: string;
  /** What it is; the kind that ENGINE names unless it is given. */
  kind?: EngineKind;
  progress?: Report;
  /** The port that the user asks for (ENGINE_PORT); without it the first free one. */
  port?: string | undefined;
  /** The file to which an engine that is started writes what functions send to AWS; without it nothing is written. */
  requests?: string;
  /**
   * Whether an engine that is started holds calls to the IAM policies of those who make them, as AWS does: unless it is said otherwise,
   * for functions whose roles nobody has declared.
   */
  enforceIam?: boolean;
  /** Whether an engine that is started runs without the plugin's optimizations, as in its release: for a bench. */
  unoptimized?: boolean;
  /** A module (its path) that every Node function of an engine that is started imports before its own code: for tests. */
  functionImport?: string;
  /** The environment that AWS_ENDPOINT_URL and ENGINE are taken from. */
  env?: NodeJS.ProcessEnv;
}

/**
 * The engine of that name, running and healthy: the one that runs already, or else one that is installed and started.
 * AWS_ENDPOINT_URL set by the user wins over all of it; that engine is asked for what the program needs.
 *
 * @example const { endpoint } = await ensureEngine({ name: 'local', progress: report });
 * @throws UserError when it cannot be installed or started, or ENGINE_PORT is taken, or the user's engine lacks a service.
 */
export async function ensureEngine(options: EnsureOptions): Promise<Engine> {
  const { name, progress, requests, enforceIam = true, unoptimized = false, functionImport } = options;
  const { env = process.env } = options;
  const report = progress ?? (() => {});
  const external = externalEndpoint(env);
  if (external) {
    await (await import('./services.ts')).assertServices(external);
    return { name, endpoint: external, external: true };
  }
  const kind = options.kind ?? engineKind(env.ENGINE);
  const folders = engineFolders(name);
  await kind.install(report);
  privateFolder(shared);
  privateFolder(folders.root);
  const record = await withLock(
    `${folders.root}.lock`,
    async () => {
      const running = await reusable(folders);
      if (running?.kind === kind.id) return running;
      const { port: last } = await clear(folders);
      return startOnFreePort({
        kind,
        folders,
        report,
        requests,
        enforceIam,
        unoptimized,
        functionImport,
        wanted: options.port,
        last,
      });
    },
    { onWait: (pid) => report(`waiting for process ${pid}, which is starting the same engine`) },
  );
  return toEngine(name, record);
}

interface FreePortOptions extends Omit<StartOptions, 'port'> {
  /** What the user asks for. */
  wanted: string | undefined;
  /** Where the engine was that this one replaces. */
  last: number | undefined;
}

/** Two checkouts that start at the same moment choose the same port: one of them has to choose again. */
async function startOnFreePort({ wanted, last, ...options }: FreePortOptions): Promise<EngineRecord> {
  const lost: number[] = [];
  for (;;) {
    const port = await choosePort(wanted, { skip: lost, last });
    try {
      return await startEngine({ ...options, port });
    } catch (error) {
      if (wanted || !(error instanceof PortLost)) throw error;
      options.report(`port ${port} was taken by another start`);
      lost.push(port);
    }
  }
}

/** Ends the engine and all that it started. Returns how many processes that were; 0 when nothing ran. */
export async function stopEngine(name: string): Promise<number> {
  const folders = engineFolders(name);
  const { ended, port, isFreed } = await clear(folders);
  removeRecord(folders);
  if (ended > 0 && !isFreed)
    throw new UserError(`port ${port} is still taken`, 'something else listens there now');
  return ended;
}

/** Ends what there is of an engine, and waits until its port and its companions' are free. */
async function clear(folders: EngineFolders) {
  const record = readRecord(folders);
  const port = record?.port;
  for (const { id, outside } of KINDS)
    if (outside && (record?.kind === id || folders.root.endsWith(`-${id}`))) await outside.end(folders);
  const theirs = companions(folders).flatMap(({ port: taken }) => taken ?? []);
  const ended = await endProcesses(folders, livingRecord(folders));
  await Promise.all(theirs.map(isReleased));
  const isFreed = port === undefined || (await isReleased(port));
  return { ended, port, isFreed };
}

/** The engine of that name when it runs and answers, undefined otherwise. */
export async function engineStatus(name: string): Promise<Engine | undefined> {
  const external = externalEndpoint(process.env);
  if (external) return { name, endpoint: external, external: true };
  const record = await reusable(engineFolders(name));
  return record && toEngine(name, record);
}

/** One that lives and answers. One that lives and does not answer within seconds counts as none, and is replaced. */
async function reusable(folders: EngineFolders): Promise<EngineRecord | undefined> {
  const record = livingRecord(folders);
  if (!record) return undefined;
  const kind = engineKind(record.kind);
  if (!(await holdsPort(kind, record, folders))) return undefined;
  const credentials = readCredentials(folders);
  if (!credentials) return undefined;
  const healthy = () => kind.isHealthy(endpointOf(record), credentials);
  return (await poll(healthy, { timeoutMs: 5000, everyMs: 200 })) ? record : undefined;
}

const endpointOf = ({ port }: EngineRecord): string => `http://127.0.0.1:${port}`;

const toEngine = (name: string, record: EngineRecord): Engine => ({
  name,
  endpoint: endpointOf(record),
  external: false,
  pid: record.pid,
});

/** The engine that the user names; looked at before anything is sent there, so that it cannot be an account in AWS. */
const externalEndpoint = ({ AWS_ENDPOINT_URL: url }: NodeJS.ProcessEnv): string | undefined =>
  url ? engineAddress(url) : undefined;
