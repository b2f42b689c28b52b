import { readdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { run } from '@serverless-orders/command-line/process-run';

/** A Python that was run and found fit. */
export interface Python {
  path: string;
  version: [major: number, minor: number];
  /** Whether it was compiled with the optimizations that take long (by a profile, and at link time). */
  optimized: boolean;
}

/**
 * What a candidate is asked. The modules are those a Python that was compiled without its libraries lacks;
 * sys.executable names the interpreter behind a shim. Distributions optimize what they have in /usr, and some (Debian) by
 * other words than configure's.
 */
const QUESTION = [
  'import ctypes, json, ssl, sys, sysconfig, zlib',
  'options = sysconfig.get_config_var("CONFIG_ARGS") or ""',
  'optimized = "--enable-optimizations" in options or sys.base_prefix == "/usr"',
  'print(json.dumps([sys.executable, *sys.version_info[:2], optimized]))',
].join('\n');

/**
 * Every Python that may be there, best first. Which of them runs is only found by running: a shim of pyenv lies on
 * PATH under the name of any version that is installed, and fails unless that version is chosen. So pyenv's own
 * folders are looked into as well, found by PYENV_ROOT, by the shims on PATH, and in the account's home (HOME may
 * be another).
 */
export function pythonCandidates(env: NodeJS.ProcessEnv, minors: number[], home = accountHome()): string[] {
  const names = [...minors.map((minor) => `python3.${minor}`), 'python3', 'python'];
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  const roots = [
    env.PYENV_ROOT,
    ...folders.filter((folder) => basename(folder) === 'shims').map(dirname),
    env.HOME && join(env.HOME, '.pyenv'),
    home && join(home, '.pyenv'),
  ];
  const installed = [...new Set(roots.filter((root) => root !== undefined && root !== ''))].flatMap((root) =>
    minors.flatMap((minor) => versionsOf(join(root as string, 'versions'), minor)),
  );
  const onPath = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [...new Set([...onPath, ...installed])];
}

function versionsOf(folder: string, minor: number): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name === `3.${minor}` || name.startsWith(`3.${minor}.`))
      .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
      .map((name) => join(folder, name, 'bin', 'python'));
  } catch {
    return [];
  }
}

function accountHome(): string | undefined {
  try {
    return userInfo().homedir;
  } catch {
    return undefined;
  }
}

/** Runs a candidate; undefined when it does not run, says nothing sensible within 10 s, or lacks its libraries. */
export async function tryPython(candidate: string): Promise<Python | undefined> {
  const { code, stdout } = await run(candidate, ['-I', '-c', QUESTION], { timeoutMs: 10_000 });
  if (code !== 0) return undefined;
  try {
    const [path, major, minor, optimized] = JSON.parse(stdout);
    return path ? { path, version: [major, minor], optimized } : undefined;
  } catch {
    return undefined;
  }
}

/** The first Python 3 among the candidates whose minor version is one of these; undefined when none runs. */
export async function findPython(candidates: string[], minors: number[]): Promise<Python | undefined> {
  return (await fitting(candidates, minors))[0];
}

/** As findPython; of those with the same version an optimized one, if there is one. */
export async function findFastPython(candidates: string[], minors: number[]): Promise<Python | undefined> {
  const [first, ...others] = await fitting(candidates, minors);
  const isFaster = ({ optimized, version }: Python) => optimized && version[1] === first?.version[1];
  return first?.optimized ? first : (others.find(isFaster) ?? first);
}

async function fitting(candidates: string[], minors: number[]): Promise<Python[]> {
  const found = await Promise.all(candidates.map(tryPython));
  const third = found.filter((python) => python?.version[0] === 3) as Python[];
  return minors.flatMap((minor) => third.filter(({ version }) => version[1] === minor));
}
