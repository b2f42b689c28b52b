import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { withLock } from '../file-lock.ts';
import { asPrivate, privateFolder } from '../private-files.ts';
import { bootstrap } from './bootstrap.ts';
import type { SstCommand } from './command.ts';
import { isExclusive, isIsolated } from './command.ts';
import { refuseControlsInFiles } from './dot-env.ts';
import { assertAnswers, engineAddress, numericAddress } from './endpoint.ts';
import { localEnvironment } from './environment.ts';
import { type Stdio, spawnIsolated } from './isolation/spawn.ts';
import { clearLeftovers, remember } from './leftovers.ts';
import { type Places, PROJECT, privateFolders, SST } from './places.ts';
import { isPrepared, prepare } from './prepare.ts';
import { installShim } from './shim.ts';

export interface RunLocalOptions {
  readonly command: SstCommand;
  readonly endpoint: string;
  readonly places?: Places;
  /** Additions to the CLI's environment. */
  readonly env?: Record<string, string>;
  /** Gets each line that the CLI prints; without it the CLI writes to this terminal. */
  readonly onLine?: (line: string) => void;
  /** Told, in one line, what is not as safe as it should be. */
  readonly warn?: (line: string) => void;
  /** False to run the CLI in the machine's own network, where its RPC port is open to all: for comparisons. */
  readonly isolate?: boolean;
  /** Told if another command of this checkout has to end first. */
  readonly onWait?: (pid: number) => void;
}

/**
 * Runs the unmodified sst CLI against an engine, in a network of its own (see {@link spawnIsolated}). Resolves to its exit code.
 *
 * @throws UserError if the engine does not answer, or a `.env` file could lead the CLI elsewhere.
 */
export async function runLocal(options: RunLocalOptions): Promise<number> {
  const { command, places = PROJECT, onWait } = options;
  refuseControlsInFiles(places.app, command.stage);
  const endpoint = await numericAddress(engineAddress(options.endpoint));
  const env = localEnvironment({ places, endpoint, extra: options.env });
  await assertAnswers(endpoint);
  for (const folder of privateFolders(places)) privateFolder(folder);
  installShim(places);
  // Every command asks for what it sets up, also the one that sets a secret before anything was deployed.
  await bootstrap(endpoint);
  const lock = <T>(work: () => Promise<T>) => withLock(join(places.local, 'sst.lock'), work, { onWait });
  const ready = async () => {
    if (!isIsolated(command) || isPrepared(places)) return;
    const open = localEnvironment({ places, endpoint, registry: true, extra: options.env });
    await prepare(places, command.stage, open);
  };
  const begin = () => start({ ...options, endpoint }, env, places);
  if (!isExclusive(command)) {
    if (!isPrepared(places)) await lock(ready);
    return begin();
  }
  return lock(async () => {
    await clearLeftovers(places, env);
    await ready();
    return begin();
  });
}

async function start(
  { command, endpoint, onLine, warn = console.error, isolate = true }: RunLocalOptions,
  env: NodeJS.ProcessEnv,
  places: Places,
): Promise<number> {
  const stdio: Stdio = onLine ? ['ignore', 'pipe', 'pipe'] : ['inherit', 'inherit', 'inherit'];
  const program = { file: SST, args: command.args, cwd: places.app, env, stdio };
  const forget = isExclusive(command) ? remember(command, places) : () => {};
  const child =
    isolate && isIsolated(command)
      ? await spawnIsolated({ ...program, engine: endpoint, warn: (why) => warn(exposed(why)) })
      : asPrivate(() => spawn(SST, command.args, program));
  if (onLine) {
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        const lines = (rest + chunk).split(/\r?\n/);
        rest = lines.pop() ?? '';
        for (const line of lines) onLine(line);
      });
    }
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) forget();
      resolve(code ?? 1);
    });
  });
}

/** The line for who runs the CLI in the machine's own network, with what to do. */
const exposed = (why: string): string =>
  `warning: while sst runs, its RPC port (13557 or the next) takes commands from every web page and from the network, because ${why}: see docs/local.md#the-network-of-sst`;
