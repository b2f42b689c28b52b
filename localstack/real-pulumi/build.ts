import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '@serverless-orders/command-line/process-run';
import { UserError } from '@serverless-orders/command-line/user-error';
import { inPackage, inShared } from '../paths.ts';
import { PULUMI_VERSION } from '../pulumi/checkpoint.ts';

const MODULE = inPackage('real-pulumi', 'go');
const PROGRAM = 'github.com/pulumi/pulumi/pkg/v3/cmd/pulumi';
const VERSION = 'github.com/pulumi/pulumi/sdk/v3/go/common/version.Version';

/** What the program is made of, by hash: go.sum has the hash of each module that is compiled into it. */
function pathIn(cache: string): string {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of ['go.mod', 'go.sum']) hash.update(readFileSync(`${MODULE}/${file}`));
  return join(cache, hash.digest('hex').slice(0, 12), 'pulumi');
}

/** How long the compiler may take (ms); on two idle processors it takes five minutes. */
const LIMIT_MS = 40 * 60_000;

export interface BuildOptions {
  readonly report: (text: string) => void;
  readonly env?: NodeJS.ProcessEnv;
  /** The folder that it is kept in. */
  readonly cache?: string;
}

/**
 * Pulumi's own CLI of the version that SST asks for, compiled from its source (a Go module; only Pulumi's download site has it
 * as a program). Kept beside the other caches, and built once. It gives way to everything else that runs.
 *
 * @returns its path; undefined where there is no Go.
 * @throws UserError with what the compiler said if it fails.
 */
export async function realPulumi({
  report,
  env = process.env,
  cache = inShared('cache', 'pulumi'),
}: BuildOptions): Promise<string | undefined> {
  const program = pathIn(cache);
  if (existsSync(program)) return program;
  if ((await run('go', ['version'], { env })).code !== 0) return undefined;
  report(`Go compiles Pulumi ${PULUMI_VERSION}, which takes minutes and is done once`);
  mkdirSync(dirname(program), { recursive: true });
  const fresh = `${program}.${process.pid}`;
  const flags = ['-trimpath', '-buildvcs=false', '-p=1', `-ldflags=-s -w -X ${VERSION}=${PULUMI_VERSION}`];
  const { code, output, timedOut } = await run('go', ['build', ...flags, '-o', fresh, PROGRAM], {
    cwd: MODULE,
    env: { ...env, GOFLAGS: '-mod=readonly' },
    lowPriority: true,
    timeoutMs: LIMIT_MS,
  });
  if (code !== 0)
    throw new UserError(
      timedOut ? 'Go ran out of time over Pulumi' : 'Go could not compile Pulumi',
      `see what it says\n${output.trim().slice(-2_000)}`,
    );
  renameSync(fresh, program);
  return program;
}
