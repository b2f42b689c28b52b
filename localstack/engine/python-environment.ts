import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { withLock } from '../file-lock.ts';
import { inLocal } from '../paths.ts';
import { type RunResult, run } from '../process-run.ts';
import type { Report } from '../progress.ts';
import { UserError } from '../user-error.ts';
import { installError } from './install-error.ts';
import { findPython, pythonCandidates } from './python.ts';
import { findUv } from './uv.ts';

/** A Python program that is installed from lock files with hashes. */
export interface PythonProgram {
  title: string;
  /** The folder below .local is called after it. */
  id: string;
  /** The requirements, all of them, with hashes. */
  lock: string;
  /** What the packages without a wheel are built with, with hashes. */
  buildLock: string;
  /** The minor versions of Python 3 that it runs on, best first. */
  minors: number[];
  /** The module whose import proves that the installation works. */
  module: string;
}

export interface InstallOptions {
  report: Report;
  env?: NodeJS.ProcessEnv;
  /** Where everything goes: .local unless a test says otherwise. */
  folder?: string;
}

/** The folder of a program's environment. It carries the hash of the locks, so a changed lock is another folder. */
export function environmentFolder(program: PythonProgram, folder = inLocal()): string {
  const hash = createHash('sha256')
    .update(readFileSync(program.lock))
    .update(readFileSync(program.buildLock));
  return join(folder, 'python', `${program.id}-${hash.digest('hex').slice(0, 12)}`);
}

/**
 * Makes sure that the program is installed and returns its Python. The folder appears by one rename when all is in
 * it, so that an installation that was killed half way is none. When it is there, nothing is asked of the network;
 * should its Python have gone (uninstalled, or the checkout moved), it is made again.
 *
 * @throws UserError for a full disk, a missing network, a wrong hash, no Python that fits.
 */
export async function ensurePythonProgram(program: PythonProgram, options: InstallOptions): Promise<string> {
  const { report, env = process.env, folder = inLocal() } = options;
  const target = environmentFolder(program, folder);
  const python = join(target, 'bin', 'python');
  if (await works(python, program.module)) return python;
  const lockFile = `${dirname(target)}.lock`;
  return withLock(
    lockFile,
    async () => {
      if (await works(python, program.module)) return python;
      await install(program, target, { report, env, folder });
      return python;
    },
    { onWait: (pid) => report(`waiting for process ${pid}, which is installing ${program.title}`) },
  );
}

async function works(python: string, module: string): Promise<boolean> {
  if (!existsSync(python)) return false;
  return (await run(python, ['-I', '-c', `import ${module}`], { timeoutMs: 60_000 })).code === 0;
}

async function install(program: PythonProgram, target: string, options: Required<InstallOptions>) {
  const { report, env, folder } = options;
  const uv = await findUv(report, { env, folder: join(folder, 'uv') });
  const partial = `${target}.partial`;
  removePartials(dirname(target));
  mkdirSync(dirname(target), { recursive: true });
  const uvRun = (...args: string[]): Promise<RunResult> =>
    run(uv, args, {
      cwd: folder,
      env: uvEnvironment(env, folder),
      onLine: (line) => tells(line) && report(line.trim()),
    });
  const must = async (task: string, result: Promise<RunResult>): Promise<void> => {
    const { code, output, timedOut } = await result;
    if (timedOut) throw new UserError(`${task} took over 10 minutes`, 'check the network, then try again');
    if (code !== 0) throw installError(task, output);
  };
  const installing = `installing ${program.title}`;
  const python = await choosePython(program, report, env, uvRun);
  await must(installing, uvRun('venv', '--no-project', '--python', python, partial));
  const into = [
    '--python',
    join(partial, 'bin', 'python'),
    '--require-hashes',
    '--no-deps',
    '--link-mode',
    'hardlink',
  ];
  await must(installing, uvRun('pip', 'install', ...into, '-r', program.buildLock));
  await must(installing, uvRun('pip', 'install', ...into, '--no-build-isolation', '-r', program.lock));
  const check = await run(join(partial, 'bin', 'python'), ['-I', '-c', `import ${program.module}`]);
  if (check.code !== 0) throw installError(installing, check.output);
  rmSync(target, { recursive: true, force: true });
  renameSync(partial, target);
}

/** uv names every file that it touches; these lines say how far it is. */
const tells = (line: string): boolean => /^\s*(Resolved|Building|Prepared|Installed) /.test(line);

/** One that runs here, else one that uv finds or fetches. */
async function choosePython(
  program: PythonProgram,
  report: Report,
  env: NodeJS.ProcessEnv,
  uvRun: (...args: string[]) => Promise<RunResult>,
): Promise<string> {
  const found = await findPython(pythonCandidates(env, program.minors), program.minors);
  if (found) return found.path;
  const version = `3.${program.minors[0]}`;
  report(`fetching Python ${version}`);
  const { code, output } = await uvRun('python', 'install', version);
  if (code === 0) return version;
  const { message } = installError('fetching it', output);
  throw new UserError(
    `no Python ${version} runs here, and uv could not fetch one: ${message}`,
    `install Python ${version}`,
  );
}

function removePartials(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder))
    if (basename(name).endsWith('.partial')) rmSync(join(folder, name), { recursive: true, force: true });
}

/**
 * uv keeps to the folder: cache, interpreters, links, temporary files. The rest of the environment stays, since it may
 * name a proxy, certificates or a mirror.
 */
export function uvEnvironment(env: NodeJS.ProcessEnv, folder: string): NodeJS.ProcessEnv {
  const { VIRTUAL_ENV, UV_PYTHON, UV_PROJECT_ENVIRONMENT, UV_SYSTEM_PYTHON, ...rest } = env;
  const cache = join(folder, 'cache');
  mkdirSync(cache, { recursive: true });
  return {
    ...rest,
    UV_CACHE_DIR: join(cache, 'uv'),
    UV_PYTHON_INSTALL_DIR: join(folder, 'python', 'interpreters'),
    UV_PYTHON_BIN_DIR: join(folder, 'python', 'interpreters', 'bin'),
    UV_PYTHON_INSTALL_BIN: '0',
    UV_NO_PROGRESS: '1',
    XDG_DATA_HOME: join(cache, 'xdg-data'),
    TMPDIR: cache,
  };
}
