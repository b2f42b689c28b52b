import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { inPackage, inShared } from '../paths.ts';
import { pinnedNode } from '../pinned-node.ts';
import { controlHeaders, type EngineCredentials } from './credentials.ts';
import type { EngineFolders } from './folders.ts';
import type { CommandOptions, Lack } from './kind.ts';
import { concurrentExecutions } from './memory.ts';
import { SERVICE_IDS } from './needed-services.ts';

/** What LocalStack and its fork have in common: how both are told where to listen, write and run Lambdas. */
export interface EmulatorOptions extends CommandOptions {
  /** The Python that it is installed in. */
  python: string;
}

/** The environment that both run in; nothing of the shell's is in it. */
export const emulatorEnvironment = (options: EmulatorOptions): Record<string, string> => ({
  ...system(options.python, options.folders),
  ...guard(options.credentials),
  ...gateway(options),
  ...lambda(options.folders),
  LAMBDA_PROCESS_CHANGES: options.folders.changes,
  // As released it would not survive a deployment: a minute later 2,000 threads forward its calls to EventBridge at once.
  ...(options.unoptimized && { LAMBDA_PROCESS_SPEED: 'cloudtrail' }),
  ...(options.functionImport && { LAMBDA_PROCESS_IMPORT: options.functionImport }),
  ...(options.requests && { LAMBDA_PROCESS_REQUESTS: options.requests }),
});

/** Its HOME, caches and temporary files are in its own folder; compiled Python lies beside its installation. */
function system(python: string, { run }: EngineFolders): Record<string, string> {
  return {
    PATH: [dirname(python), '/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin'].join(delimiter),
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    HOME: join(run, 'home'),
    TMPDIR: join(run, 'tmp'),
    XDG_CACHE_HOME: join(run, 'cache'),
    XDG_CONFIG_HOME: join(run, 'config'),
    XDG_DATA_HOME: join(run, 'data'),
    FILESYSTEM_ROOT: join(run, 'files'),
    PYTHONPYCACHEPREFIX: inShared('cache', 'pycache'),
    PYTHONUNBUFFERED: '1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/**
 * The key without which it answers nobody (the plugin's guard reads it), no answer to a page of another origin beyond what
 * the shop's API allows, and no service that nothing here uses.
 */
export const guard = (credentials: EngineCredentials): Record<string, string> => ({
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  DISABLE_CORS_HEADERS: '1',
  SERVICES: SERVICE_IDS.join(','),
  STRICT_SERVICE_LOADING: '1',
});

/**
 * Loopback, and addresses that need no name server. The default server (twisted) listens on every interface whatever it
 * is told, and lets anyone on the network run code; the plugin's (process_executor/http_server) and hypercorn listen where
 * they are told to.
 */
function gateway({ port, unoptimized }: EmulatorOptions): Record<string, string> {
  return {
    GATEWAY_LISTEN: `127.0.0.1:${port}`,
    GATEWAY_SERVER: unoptimized ? 'hypercorn' : 'threaded',
    SQS_ENDPOINT_STRATEGY: 'path',
    DNS_ADDRESS: '0',
    // Without this it takes some machines for a container and writes to / instead of FILESYSTEM_ROOT.
    OVERRIDE_IN_DOCKER: '0',
    DISABLE_EVENTS: '1',
    SKIP_SSL_CERT_DOWNLOAD: '1',
    // What the engine asks itself (a log line, a metric, a state's task) goes without HTTP.
    IN_MEMORY_CLIENT: '1',
  };
}

/** Lambdas run as processes, by the plugin in localstack/lambda, on the Node that the project pins. */
function lambda(folders: EngineFolders): Record<string, string> {
  const plugin = inPackage('lambda', 'python');
  return {
    ...(existsSync(plugin) ? { PYTHONPATH: plugin } : {}),
    LAMBDA_RUNTIME_EXECUTOR: 'process',
    LAMBDA_PROCESS_NODE: pinnedNode(),
    LAMBDA_PROCESS_RUNTIME: inPackage('lambda', 'runtime', 'main.ts'),
    LAMBDA_PROCESS_DIR: folders.lambda,
    LAMBDA_LIMITS_CONCURRENT_EXECUTIONS: String(concurrentExecutions()),
    // From a second: 200 queued messages take 4 s instead of over 20 s.
    LAMBDA_EVENT_SOURCE_MAPPING_POLL_INTERVAL_SEC: '0.1',
    // From a minute: what an asynchronous invocation waits before it is tried again (s).
    LAMBDA_RETRY_BASE_DELAY: '1',
  };
}

/** What the plugin does of X-Ray (process_executor/tracing), on every kind of engine. */
export const PARTLY_TRACED: Lack = {
  feature:
    'Of X-Ray only what writes and reads traces, with a part of its filter expressions; no sampling rules, groups or insights',
  effect:
    'What is not understood is refused by name. Where callers leave it to Lambda every request is recorded, so that no trace is missing here.',
};

/** Whether the health page at this address lists services, as that of an engine that is ready does. */
export async function answersHealth(address: string, credentials: EngineCredentials): Promise<boolean> {
  try {
    const headers = controlHeaders(credentials);
    const response = await fetch(address, { headers, signal: AbortSignal.timeout(2000) });
    const body = (await response.json()) as { services?: object };
    return response.ok && body.services !== undefined;
  } catch {
    return false;
  }
}

/** The last line of a Python program's log that names an error, else its last line. */
export function lastError(log: string): string | undefined {
  const lines = log.split('\n').map((line) => line.trim());
  const telling = lines.filter((line) => /^[\w.]*(Error|Exception|Exit)\b.*|^ERROR|\bERROR\b/.test(line));
  return telling.at(-1) ?? lines.filter(Boolean).at(-1);
}
