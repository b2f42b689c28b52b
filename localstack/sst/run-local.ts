import { type StdioOptions, spawn } from 'node:child_process';
import { join } from 'node:path';
import { withLock } from '../file-lock.ts';
import { asPrivate, privateFolder } from '../private-files.ts';
import { bootstrap } from './bootstrap.ts';
import type { SstCommand } from './command.ts';
import { isExclusive } from './command.ts';
import { assertAnswers, engineAddress } from './endpoint.ts';
import { localEnvironment } from './environment.ts';
import { clearLeftovers, remember } from './leftovers.ts';
import { type Places, PROJECT, privateFolders, SST } from './places.ts';
import { installShim } from './shim.ts';

export interface RunLocalOptions {
  readonly command: SstCommand;
  readonly endpoint: string;
  readonly places?: Places;
  /** Additions to the CLI's environment. */
  readonly env?: Record<string, string>;
  /** Gets each line that the CLI prints; without it the CLI writes to this terminal. */
  readonly onLine?: (line: string) => void;
  /** Told if another command of this checkout has to end first. */
  readonly onWait?: (pid: number) => void;
}

/** Runs the unmodified sst CLI against an engine. Resolves to its exit code. */
export async function runLocal(options: RunLocalOptions): Promise<number> {
  const { command, endpoint, places = PROJECT, onWait } = options;
  const env = { ...localEnvironment({ places, endpoint }), ...options.env };
  await assertAnswers(engineAddress(endpoint));
  for (const folder of privateFolders(places)) privateFolder(folder);
  installShim(places);
  // Every command asks for what it sets up, also the one that sets a secret before anything was deployed.
  await bootstrap(engineAddress(endpoint));
  if (!isExclusive(command)) return start(options, env, places);
  const work = async () => {
    await clearLeftovers(places, env);
    return start(options, env, places);
  };
  return withLock(join(places.local, 'sst.lock'), work, { onWait });
}

function start(
  { command, onLine }: RunLocalOptions,
  env: NodeJS.ProcessEnv,
  places: Places,
): Promise<number> {
  const stdio: StdioOptions = onLine ? ['ignore', 'pipe', 'pipe'] : 'inherit';
  const child = asPrivate(() => spawn(SST, command.args, { cwd: places.app, env, stdio }));
  const forget = isExclusive(command) ? remember(command, places) : () => {};
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
