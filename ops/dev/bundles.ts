import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../packages/command-line/process-run.ts';
import { inRoot, root } from '../../paths.ts';
import type { StageFunction } from '../stage/functions.ts';

/** The bundle of every function by `<service>/<kind>/<file>`, or `<service>/rpc`. */
export type Bundles = ReadonlyMap<string, string>;

/** What a change of the sources means for a stage. */
export interface Changes {
  /** Functions that run, with their new code. */
  readonly replaced: { readonly entry: string; readonly name: string; readonly code: string }[];
  /** Functions that the stage was not deployed with, because they were not written yet. */
  readonly fresh: string[];
}

/** The bundles of a stage's latest deployment. */
export const deployedBundles = (stage: string): Bundles => read(inRoot('.build', stage));

/** The new bundles; instead of them what Bun says when something does not build. */
export async function build(): Promise<Bundles | string> {
  const out = join('.build', 'dev');
  const bun = inRoot('node_modules', '.bin', 'bun');
  const { code, output } = await run(bun, ['stacks/bundle/build.ts', out], { cwd: root, timeoutMs: 60_000 });
  return code === 0 ? read(inRoot(out)) : output.trim();
}

/**
 * Compares what was built with what runs. A stage need not have every function (there are no passwords where somebody else
 * issues the tokens), so one that was there at the deployment and was left out is nothing new.
 */
export function changesOf(options: {
  built: Bundles;
  running: Bundles;
  deployed: Bundles;
  functions: readonly StageFunction[];
}): Changes {
  const { built, running, deployed, functions } = options;
  const changed = [...built].filter(([entry, code]) => running.get(entry) !== code);
  const replaced = changed.flatMap(([entry, code]) =>
    functions.filter(({ short }) => isMadeOf(entry, short)).map(({ name }) => ({ entry, name, code })),
  );
  const isRunning = new Set(replaced.map(({ entry }) => entry));
  const fresh = changed
    .map(([entry]) => entry)
    .filter((entry) => !isRunning.has(entry) && !deployed.has(entry));
  return { replaced, fresh };
}

/** Whether a function runs what is in a file: users-rpc-a and users-rpc-b both run users/rpc. */
function isMadeOf(entry: string, short: string): boolean {
  const [service, ...path] = entry.split('/');
  const file = path.at(-1);
  return path.length === 1 ? short.startsWith(`${service}-${file}-`) : short === `${service}-${file}`;
}

/** The folder is as the build has left it: a bundle for each function that there was. */
function read(folder: string): Bundles {
  if (!existsSync(folder)) return new Map();
  const files = globSync(['*/{api,saga,events,deploy}/*/index.mjs', '*/rpc/index.mjs'], { cwd: folder });
  return new Map(
    files.map((file) => [file.replace(/\/index\.mjs$/, ''), readFileSync(join(folder, file), 'utf8')]),
  );
}
