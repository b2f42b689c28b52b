import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type RunResult, run } from '@serverless-orders/command-line/process-run';
import type { Report } from '@serverless-orders/command-line/progress';
import { UserError } from '@serverless-orders/command-line/user-error';
import { inPackage, inShared } from '../paths.ts';
import { installError } from './install-error.ts';
import { findPython, pythonCandidates } from './python.ts';

/** The oldest uv that takes the options used here. */
const OLDEST: [major: number, minor: number] = [0, 5];
/** uv itself, pinned with hashes, for machines that have none. */
const LOCK = inPackage('engine', 'uv-cli.lock');
/** Any Python that pip still supports can carry uv's wheel: newest first. */
const MINORS = [13, 12, 14, 11, 10, 9];

export interface UvOptions {
  env?: NodeJS.ProcessEnv;
  /** Where uv goes when it has to be installed. */
  folder?: string;
  /** The account's home, where Pythons are looked for as well. */
  home?: string;
}

/**
 * The path of a uv that runs: the one on PATH if it is new enough, else one of the project's own, installed from
 * PyPI on first use.
 *
 * @throws UserError when there is none and it cannot be installed.
 */
export async function findUv(report: Report, options: UvOptions = {}): Promise<string> {
  const { env = process.env, folder = inShared('uv'), home } = options;
  const own = join(folder, 'bin', 'uv');
  if (await isUsable('uv', env)) return 'uv';
  if (existsSync(own) && (await isUsable(own, env))) return own;
  report('installing uv');
  const python = await findPython(pythonCandidates(env, MINORS, home), MINORS);
  if (!python)
    throw new UserError(
      'neither uv nor Python is on this machine',
      'install uv or Python 3.13, then try again',
    );
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  await installInto(partial, python.path, env);
  rmSync(folder, { recursive: true, force: true });
  renameSync(partial, folder);
  if (!(await isUsable(own, env)))
    throw new UserError('uv was installed but does not run on this machine', 'install uv, then try again');
  return own;
}

/** uv's wheel is one binary, so pip puts it into a plain folder; a venv is only made where the Python has no pip. */
async function installInto(folder: string, python: string, env: NodeJS.ProcessEnv): Promise<void> {
  const requirements = ['--require-hashes', '--no-deps', '--no-cache-dir', '--disable-pip-version-check'];
  const pip = (command: string) =>
    run(command, ['-m', 'pip', 'install', '-q', ...requirements, '--target', folder, '-r', LOCK], {
      env: { ...env, TMPDIR: folder, PIP_ROOT_USER_ACTION: 'ignore' },
    });
  let result = await pip(python);
  if (lacksPip(result)) {
    const venv = join(folder, 'venv');
    const made = await run(python, ['-m', 'venv', venv], { env });
    if (made.code !== 0)
      throw new UserError(
        `uv is not on this machine, and ${python} has neither pip nor venv`,
        'install uv, or python3-venv (on Debian and Ubuntu: sudo apt install python3-venv), then try again',
      );
    result = await pip(join(venv, 'bin', 'python'));
    rmSync(venv, { recursive: true, force: true });
  }
  if (result.code !== 0) throw installError('installing uv', result.output);
}

const lacksPip = ({ code, output }: RunResult): boolean => code !== 0 && /No module named pip/.test(output);

async function isUsable(command: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const { code, stdout } = await run(command, ['--version'], { env, timeoutMs: 10_000 });
  const [, major, minor] = /^uv (\d+)\.(\d+)/.exec(stdout) ?? [];
  return code === 0 && major !== undefined && isNewEnough([Number(major), Number(minor)]);
}

const isNewEnough = ([major, minor]: [number, number]): boolean =>
  major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
