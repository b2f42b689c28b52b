import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Parts } from './budgets.ts';

/** What one function became. */
export interface Bundle {
  /** `<service>/<kind>/<file>`, or `<service>/rpc`. */
  name: string;
  code: string;
  /** The hash of what Bun printed, which the code was made of. */
  printed: string;
  parts: Parts;
  /** The files of the project that it is built from. */
  sources: string[];
}

interface Kept {
  fingerprint: string;
  /** The fingerprint of how bundles are built, whatever they are made of. */
  how: string;
  /** All files that were read, packages' too. */
  inputs: string[];
  bundles: Bundle[];
}

/** Where the latest build of each kind lies, for all stages. */
const fileOf = (root: string, kind: string): string => join(root, '.build', '.kept', `${kind}.json`);

/** What bundles depend on beside the files that they are made of: how they are built, and what packages say of themselves. */
const ALWAYS = [
  'stacks/bundle/*.ts',
  'stacks/bundle/seldom-called.json',
  'package.json',
  'packages/*/package.json',
  'tsconfig.json',
  'node_modules/.package-lock.json',
];

/**
 * What was built of a kind last, if all that it was made of is the same still, byte by byte. To build all functions takes 10 to 19 s of the
 * processor, and most deployments change one of them or none.
 *
 * @param entries the files of the functions: of a build of others nothing is taken.
 * @param root the folder that all paths begin at.
 */
export function keptBundles(kind: string, entries: readonly string[], root = '.'): Bundle[] | undefined {
  try {
    const { fingerprint, inputs, bundles } = JSON.parse(readFileSync(fileOf(root, kind), 'utf8')) as Kept;
    return fingerprint === fingerprintOf(root, entries, inputs) ? bundles : undefined;
  } catch {
    // There is none, or a file that it was made of is gone.
    return undefined;
  }
}

/**
 * What was built of a kind last, by name, if bundles are built the same way still: what Bun prints as it did then becomes the same code.
 *
 * @param root the folder that all paths begin at.
 */
export function earlierBundles(kind: string, root = '.'): ReadonlyMap<string, Bundle> {
  try {
    const { how, bundles } = JSON.parse(readFileSync(fileOf(root, kind), 'utf8')) as Kept;
    return new Map(how === fingerprintOf(root, [], []) ? bundles.map((bundle) => [bundle.name, bundle]) : []);
  } catch {
    return new Map();
  }
}

/**
 * Keeps what was built of a kind in the place of what was built before.
 *
 * @param options.began when the build began (ms since 1970): what was saved after that may be in it or not, so then nothing is kept.
 */
export function keepBundles(
  kind: string,
  options: {
    entries: readonly string[];
    read: readonly string[];
    bundles: Bundle[];
    began: number;
    root?: string;
  },
): void {
  const { entries, read, bundles, began, root = '.' } = options;
  // Some are no files: what a plugin puts in the place of one.
  const inputs = read.filter((path) => existsSync(join(root, path)));
  if (inputs.some((path) => statSync(join(root, path)).mtimeMs >= began)) return;
  const kept: Kept = {
    fingerprint: fingerprintOf(root, entries, inputs),
    how: fingerprintOf(root, [], []),
    inputs,
    bundles,
  };
  const file = fileOf(root, kind);
  mkdirSync(dirname(file), { recursive: true });
  const beside = `${file}.${process.pid}`;
  writeFileSync(beside, JSON.stringify(kept));
  renameSync(beside, file);
}

function fingerprintOf(root: string, entries: readonly string[], inputs: readonly string[]): string {
  const hash = createHash('sha256').update(`${process.versions.bun}\0${entries.join('\0')}`);
  const always = ALWAYS.flatMap((pattern) => globSync(pattern, { cwd: root })).sort();
  for (const path of [...always, ...inputs])
    hash.update(`\0${path}\0`).update(readFileSync(join(root, path)));
  return hash.digest('hex');
}
