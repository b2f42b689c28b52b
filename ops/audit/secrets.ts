import { existsSync } from 'node:fs';
import { run } from '@serverless-orders/command-line/process-run';
import { UserError } from '@serverless-orders/command-line/user-error';
import { inLocal, root } from '../../paths.ts';

/** Go checks the module against its checksum database; the version is exact. */
const GITLEAKS = 'github.com/zricethezav/gitleaks/v8@v8.30.1';
const folder = inLocal('gitleaks', GITLEAKS.split('@')[1]!);
const BUILD_MS = 10 * 60_000;

/** Builds gitleaks where Go is. @throws UserError without Go, or when it cannot be built. */
export async function ensureGitleaks(): Promise<string> {
  const program = `${folder}/gitleaks`;
  if (existsSync(program)) return program;
  if ((await run('go', ['version'])).code !== 0)
    throw new UserError('gitleaks is built by Go, which is not installed', 'install Go 1.24 or newer');
  const env = { ...process.env, GOBIN: folder, GOFLAGS: '-modcacherw' };
  const built = await run('go', ['install', GITLEAKS], { cwd: root, env, timeoutMs: BUILD_MS });
  if (built.code === 0) return program;
  throw new UserError('gitleaks could not be built', built.output.trim().split('\n').at(-1) ?? '');
}

/** Looks through every commit for keys, tokens and passwords; .gitleaks.toml lists the examples that are none. */
export async function findSecrets(program: string): Promise<{ output: string; clean: boolean }> {
  const { code, output } = await run(
    program,
    ['git', '--redact', '--no-banner', '--no-color', '--verbose', root],
    { cwd: root },
  );
  return { output, clean: code === 0 };
}
