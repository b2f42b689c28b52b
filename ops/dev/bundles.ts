import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../packages/command-line/process-run.ts';
import { inRoot, root } from '../../paths.ts';
import type { StageFunction } from '../stage/functions.ts';

/** The bundle of every function by `<service>/<kind>/<file>`, or `<service>/rpc`. */
export type Bundles = ReadonlyMap<string, string>;

/** All bundles take 4.5 s of the processor; what takes longer than this hangs (ms). */
const BUILD_MS = 5 * 60_000;

/** What a build made. */
export interface Built {
  readonly bundles: Bundles;
  readonly sources: Sources;
}

/** The files that each bundle is built from, by its name; paths begin at the project's folder. */
export type Sources = ReadonlyMap<string, ReadonlySet<string>>;

/** What a change of the sources means for a stage. */
export interface Changes {
  /** Functions that run, with their new code. */
  readonly replaced: { readonly entry: string; readonly name: string; readonly code: string }[];
  /** Functions that the stage was not deployed with, because they were not written yet. */
  readonly fresh: string[];
}

/** The bundles of a stage's latest deployment. */
export const deployedBundles = (stage: string): Bundles => read(inRoot('.build', stage));

/**
 * Builds bundles: all, or those that are named.
 *
 * @returns what was built; instead of it what Bun says when something does not build.
 */
export async function build(names: readonly string[] = []): Promise<Built | string> {
  const out = join('.build', 'dev');
  const bun = inRoot('node_modules', '.bin', 'bun');
  const args = ['stacks/bundle/build.ts', out, ...names];
  const { code, output, timedOut } = await run(bun, args, { cwd: root, timeoutMs: BUILD_MS });
  if (timedOut)
    return `Bun was ended after ${BUILD_MS / 1000} s: the machine is too busy, or the build hangs`;
  if (code !== 0) return output.trim();
  const files: Record<string, string[]> = JSON.parse(readFileSync(inRoot(out, 'sources.json'), 'utf8'));
  const sources = new Map(Object.entries(files).map(([name, paths]) => [name, new Set(paths)]));
  return { bundles: read(inRoot(out)), sources };
}

/**
 * The bundles that a change is in. All bundles take several times as long as one of them.
 *
 * @param paths what was saved, from the project's folder.
 * @returns their names; undefined when all have to be built, because a file is one that no bundle had.
 */
export function affectedBy(paths: readonly string[], sources: Sources): string[] | undefined {
  const files = paths.filter((path) => !path.endsWith('.spec.ts'));
  const having = (file: string) => [...sources].filter(([, of]) => of.has(file)).map(([name]) => name);
  const affected = files.map(having);
  return affected.some((names) => names.length === 0) ? undefined : [...new Set(affected.flat())];
}

/** So many are built at once; of more than these, those that were invoked last come first. */
const FEW = 6;
const FIRST = 3;

/**
 * In which turns bundles are built: who has changed what many functions share looks at one of them, and that is built in a tenth of
 * the time. All that have changed come after it, in one build, which the next deployment takes as it is.
 *
 * @param names those that a change is in; undefined for all.
 * @param recent tells the functions that were invoked last, the latest first.
 * @returns the names of each turn; undefined is all.
 */
export async function inTurn(
  names: readonly string[] | undefined,
  functions: readonly StageFunction[],
  recent: () => Promise<readonly string[]>,
): Promise<(readonly string[] | undefined)[]> {
  if (names === undefined) return [undefined];
  if (names.length <= FEW) return names.length === 0 ? [] : [names];
  const shorts = new Map(functions.map(({ name, short }) => [name, short]));
  const lately = (await recent()).flatMap((name) => shorts.get(name) ?? []);
  const first = lately.flatMap((short) => names.find((entry) => isMadeOf(entry, short)) ?? []);
  const some = [...new Set(first)].slice(0, FIRST);
  return some.length === 0 ? [undefined] : [some, undefined];
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
