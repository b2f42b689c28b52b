import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { run } from '@serverless-orders/command-line/process-run';
import { UserError } from '@serverless-orders/command-line/user-error';
import { inPackage } from '../paths.ts';
import { pinnedNode } from '../pinned-node.ts';
import type { EngineCredentials } from './credentials.ts';
import { answersHealth, guard, lastError } from './emulator.ts';
import type { EngineFolders } from './folders.ts';
import { installError } from './install-error.ts';
import type { EngineKind } from './kind.ts';
import { localstack } from './localstack.ts';
import { concurrentExecutions } from './memory.ts';

const FILE = inPackage('engine', 'docker', 'compose.yaml');
const IMAGE = 'localstack/localstack:4.14.0';

const docker = (...args: string[]) => run('docker', args, { env: environment() });

/** Docker finds its daemon, its contexts and its plugins by these; nothing else of the shell's reaches it. */
function environment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    ([name, value]) => value !== undefined && /^(PATH|HOME|DOCKER_|XDG_RUNTIME_DIR$)/.test(name),
  );
  return Object.fromEntries(kept) as Record<string, string>;
}

/** One for each engine of each checkout. */
function projectOf({ root }: EngineFolders): string {
  const checkout = createHash('sha256').update(root).digest('hex').slice(0, 8);
  return `${basename(root)}-${checkout}`;
}

const compose = (folders: EngineFolders): string[] => ['compose', '-p', projectOf(folders), '-f', FILE];

/** LocalStack's image, run by Docker Compose. Its Lambdas are processes in the container, see compose.yaml. */
export const dockerKind: EngineKind = {
  id: 'docker',
  title: 'LocalStack in Docker',
  needs: ['Linux, and Docker with its compose plugin', 'the network, by which Docker fetches the image'],
  lacks: [
    {
      feature: 'It was never run where this was built, for want of Docker',
      effect: 'Its compose file is checked by schema; for the rest it is taken to be as LocalStack is.',
    },
    ...localstack.lacks,
  ],

  async install(report) {
    if (process.platform !== 'linux')
      throw new UserError(
        'ENGINE=docker runs on Linux only: its Lambdas use the Node of this machine',
        'start LocalStack yourself and name its address in AWS_ENDPOINT_URL, or unset ENGINE',
      );
    const plugin = await docker('compose', 'version');
    if (plugin.code !== 0)
      throw new UserError(
        /ENOENT/.test(plugin.output) ? 'docker is not on this machine' : 'docker has no compose plugin',
        'install Docker with its compose plugin (https://docs.docker.com/engine/install), or unset ENGINE',
      );
    const daemon = await docker('info', '--format', '{{.ServerVersion}}');
    if (daemon.code !== 0)
      throw new UserError(
        `Docker does not answer (${daemon.output.trim().split('\n').at(-1)})`,
        'start Docker, or unset ENGINE',
      );
    if ((await docker('image', 'inspect', IMAGE)).code === 0) return;
    report(`fetching the image ${IMAGE}`);
    const pulled = await docker('pull', '--quiet', IMAGE);
    if (pulled.code !== 0) throw installError(`fetching the image ${IMAGE}`, pulled.output);
  },

  command: ({ port, folders, credentials }) => ({
    command: 'docker',
    args: [...compose(folders), 'up', '--no-color', '--no-log-prefix', '--abort-on-container-exit'],
    env: { ...environment(), ...variables(port, credentials) },
  }),

  isHealthy: (endpoint, credentials) => answersHealth(`${endpoint}/_localstack/health`, credentials),
  reason: lastError,

  outside: {
    /** The port is Docker's: the container says whether it is the one that it was published at. */
    async holds(port, folders) {
      const { code, stdout } = await run('docker', [...compose(folders), 'port', 'localstack', `${port}`], {
        env: { ...environment(), ...variables(port, NOBODY) },
      });
      return code === 0 && stdout.trim() === `127.0.0.1:${port}`;
    },
    async end(folders) {
      await run('docker', [...compose(folders), 'down', '--timeout', '5', '--volumes'], {
        env: { ...environment(), ...variables(0, NOBODY) },
      });
    },
  },
};

/** Whoever only asks about the container, or ends it, starts nobody with a key. */
const NOBODY: EngineCredentials = { accessKeyId: 'none', secretAccessKey: 'none' };

/** The variables that compose.yaml asks for. */
export const variables = (port: number, credentials: EngineCredentials): Record<string, string> => ({
  ...guard(credentials),
  ENGINE_PORT: String(port),
  PROJECT_LAMBDA: inPackage('lambda'),
  PROJECT_NODE: join(dirname(pinnedNode()), '..'),
  LAMBDA_LIMITS_CONCURRENT_EXECUTIONS: String(concurrentExecutions()),
});
