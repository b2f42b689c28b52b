import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type RunResult, run } from '@serverless-orders/command-line/process-run';
import type { Report } from '@serverless-orders/command-line/progress';
import { UserError } from '@serverless-orders/command-line/user-error';
import { fetchByGo, fetchedByGo, MINOR } from './go-python.ts';
import { installError } from './install-error.ts';
import { findFastPython, type Python, pythonCandidates, tryPython } from './python.ts';
import type { PythonProgram } from './python-environment.ts';
import { findUv } from './uv.ts';

interface Installation {
  program: PythonProgram;
  /** Where the environment is to be. */
  target: string;
  report: Report;
  env: NodeJS.ProcessEnv;
  /** Where uv and all that it keeps is. */
  folder: string;
  home?: string;
}

type UvRun = (args: string[], variables?: NodeJS.ProcessEnv) => Promise<RunResult>;

/** Makes the environment beside its place and moves it there when it works. @throws UserError when it cannot. */
export async function install(installation: Installation): Promise<void> {
  const { program, target, folder, report, env, home } = installation;
  const uv = await findUv(report, { env, folder: join(folder, 'uv'), home });
  const partial = `${target}.partial`;
  const python = join(partial, 'bin', 'python');
  const task = `installing ${program.title}`;
  const uvRun: UvRun = (args, variables) =>
    run(uv, args, {
      cwd: folder,
      env: { ...uvEnvironment(env, folder), ...variables },
      onLine: (line) => tells(line) && report(line.trim()),
    });
  const pipInstall = (...args: string[]) =>
    uvRun(['pip', 'install', '--python', python, '--require-hashes', '--no-deps', ...args]);

  removePartials(dirname(target));
  mkdirSync(dirname(target), { recursive: true });
  const base = await choosePython(installation, uvRun);
  mustWork(task, await uvRun(['venv', '--no-project', '--python', base, partial]));
  mustWork(task, await pipInstall('-r', program.buildLock));
  mustWork(task, await pipInstall('--no-build-isolation', '-r', program.lock));
  mustWork(task, await run(python, ['-I', '-c', `import ${program.module}`]));
  rmSync(target, { recursive: true, force: true });
  renameSync(partial, target);
}

function mustWork(task: string, { code, output, timedOut }: RunResult): void {
  if (timedOut) throw new UserError(`${task} took over 10 minutes`, 'check the network, then try again');
  if (code !== 0) throw installError(task, output);
}

/** uv names every file that it touches; these lines say how far it is. */
const tells = (line: string): boolean => /^\s*(Resolved|Building|Prepared|Installed) /.test(line);

/**
 * An optimized one that runs here, else one that is fetched, by which the engine needs a fifth less of the processor. Should
 * that fail, any that runs here.
 */
async function choosePython(
  { program, report, env, folder, home }: Installation,
  uvRun: UvRun,
): Promise<string> {
  const found = await findFastPython(pythonCandidates(env, program.minors, home), program.minors);
  if (found?.optimized) return found.path;
  const fetched = await fetchPython({ report, env, folder, found }, uvRun);
  if ('path' in fetched) return fetched.path;
  if (!found)
    throw new UserError(
      `no Python ${FETCHED} runs here, and none could be fetched: ${fetched.reason}`,
      `install Python ${FETCHED}, or check the network`,
    );
  report(
    `${program.title} runs on ${found.path}, by which it is slower than by an optimized Python: ${fetched.reason}`,
  );
  return found.path;
}

/** The version that uv is asked for: every program here runs on it. */
const FETCHED = `3.${MINOR}`;

/** By uv, from GitHub, at once where there is one that would do; by Go, where a network has only its proxy. */
async function fetchPython(
  { report, env, folder, found }: Pick<Installation, 'report' | 'env' | 'folder'> & { found?: Python },
  uvRun: UvRun,
): Promise<{ path: string } | { reason: string }> {
  const kept = await fetchedByGo(folder);
  if (kept) return { path: kept };
  report(`fetching Python ${FETCHED}${found ? `: ${found.path} was compiled without optimizations` : ''}`);
  const { code, output } = await uvRun(['python', 'install', FETCHED], found && { UV_HTTP_RETRIES: '0' });
  if (code === 0) {
    const { stdout } = await uvRun(['python', 'find', '--python-preference', 'only-managed', FETCHED]);
    if (await tryPython(stdout.trim())) return { path: stdout.trim() };
  }
  const byGo = await fetchByGo(folder, env);
  return byGo ? { path: byGo } : { reason: installError('fetching it', output).message };
}

function removePartials(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder))
    if (name.endsWith('.partial')) rmSync(join(folder, name), { recursive: true, force: true });
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
