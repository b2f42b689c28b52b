import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withLock } from '@serverless-orders/command-line/file-lock';
import { run } from '@serverless-orders/command-line/process-run';
import type { Report } from '@serverless-orders/command-line/progress';
import { inPackage, inShared } from '../paths.ts';
import { install } from './python-install.ts';

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

/** A tool of this package, which runs on any Python that is kept up: its lock is `engine/<id>.lock`. */
export const pythonTool = (title: string, id: string, module: string): PythonProgram => ({
  title,
  id,
  lock: inPackage('engine', `${id}.lock`),
  buildLock: inPackage('engine', 'python-build.lock'),
  minors: [13, 12, 14, 11],
  module,
});

export interface InstallOptions {
  report: Report;
  env?: NodeJS.ProcessEnv;
  /** Where everything goes: .local unless a test says otherwise. */
  folder?: string;
  /** The account's home, where Pythons are looked for. */
  home?: string;
}

/** The folder of a program's environment. It carries the hash of the locks, so a changed lock is another folder. */
export function environmentFolder(program: PythonProgram, folder = inShared()): string {
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
  const { report, env = process.env, folder = inShared(), home } = options;
  const target = environmentFolder(program, folder);
  const python = join(target, 'bin', 'python');
  if (await works(python, program.module)) return python;
  const lockFile = `${dirname(target)}.lock`;
  return withLock(
    lockFile,
    async () => {
      if (await works(python, program.module)) return python;
      await install({ program, target, report, env, folder, home });
      return python;
    },
    { onWait: (pid) => report(`waiting for process ${pid}, which is installing ${program.title}`) },
  );
}

async function works(python: string, module: string): Promise<boolean> {
  if (!existsSync(python)) return false;
  return (await run(python, ['-I', '-c', `import ${module}`], { timeoutMs: 60_000 })).code === 0;
}
