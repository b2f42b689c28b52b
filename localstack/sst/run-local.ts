import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { withLock } from '@serverless-orders/command-line/file-lock';
import { privateFolder } from '@serverless-orders/command-line/private-files';
import { TOLD_VARIABLE } from '@serverless-orders/stages/launched';
import { readDeployed } from '../deployed.ts';
import { foldersAt } from '../engine/credentials.ts';
import { LiveCode } from '../lambda/live-code.ts';
import { RUN_VARIABLE } from '../pulumi/end-mark.ts';
import { bootstrap } from './bootstrap.ts';
import type { SstCommand } from './command.ts';
import { isExclusive, isIsolated } from './command.ts';
import { refuseControlsInFiles } from './dot-env.ts';
import { assertAnswers, engineAddress, numericAddress } from './endpoint.ts';
import { localEnvironment } from './environment.ts';
import { launch } from './launch.ts';
import { clearLeftovers } from './leftovers.ts';
import { type Places, privateFolders } from './places.ts';
import { isPrepared, noteInstalled, prepare } from './prepare.ts';
import { installShim } from './shim.ts';
import { toldIn } from './told.ts';

export interface RunLocalOptions {
  readonly command: SstCommand;
  readonly endpoint: string;
  readonly places: Places;
  /** Additions to the CLI's environment. */
  readonly env?: Record<string, string>;
  /** The app's only settings, when neither the caller's environment nor `.env` files are to add any. */
  readonly settings?: Readonly<Record<string, string>>;
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
 * Runs the unmodified sst CLI against an engine, in a network of its own (see {@link launch}). Resolves to its exit code.
 *
 * @throws UserError if the engine does not answer or goes away, a `.env` file could lead the CLI elsewhere, or the command
 *   was cut off.
 */
export async function runLocal(options: RunLocalOptions): Promise<number> {
  const { command, places, settings, onLine, onWait } = options;
  refuseControlsInFiles(places.app, command.stage);
  const endpoint = await numericAddress(engineAddress(options.endpoint));
  const run = randomUUID();
  const told = toldIn(places, run);
  const environment = (more: { registry?: boolean; told: boolean }) =>
    localEnvironment({
      places,
      endpoint,
      registry: more.registry,
      settings,
      extra: { ...options.env, [RUN_VARIABLE]: run, ...(more.told && { [TOLD_VARIABLE]: told.file }) },
    });
  await assertAnswers(endpoint);
  for (const folder of privateFolders(places)) privateFolder(folder);
  installShim(places, options.env?.SST_PULUMI_PATH);
  // Every command needs the bootstrap, also `secret set` before the first deploy.
  await bootstrap(endpoint);
  const lock = <T>(work: () => Promise<T>) => withLock(join(places.local, 'sst.lock'), work, { onWait });
  const ready = async () => {
    if (!isIsolated(command) || isPrepared(places)) return;
    await prepare(places, command.stage, { env: environment({ registry: true, told: true }), told });
  };
  // At a terminal the CLI's own output is where `app()` tells what is wrong.
  const env = environment({ told: onLine !== undefined });
  const begin = async () => {
    try {
      return await launch({ ...options, endpoint, env, places });
    } finally {
      for (const line of told.take()) onLine?.(line);
    }
  };
  if (!isExclusive(command)) {
    if (!isPrepared(places)) await lock(ready);
    return begin();
  }
  return lock(async () => {
    await clearLeftovers(places, env);
    await ready();
    // The state that a deployment begins with says what was deployed, and not what somebody has tried since.
    const isOwn = command.name === 'deploy' && foldersAt(endpoint) !== undefined;
    const deployed = isOwn ? readDeployed(places, command.stage) : undefined;
    if (deployed) await new LiveCode(endpoint).restore(deployed.functions.map(({ name }) => name));
    const code = await begin();
    if (command.name === 'install' && code === 0) noteInstalled(places);
    return code;
  });
}
