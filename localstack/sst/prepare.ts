import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '@serverless-orders/command-line/process-run';
import { UserError } from '@serverless-orders/command-line/user-error';
import { installedIn } from '../installed.ts';
import { type Places, sstCli } from './places.ts';
import type { Told } from './told.ts';

/** Identifies an installation by `sst install`: the CLI's version, and the providers that sst.config.ts names. */
function stampOf({ app }: Places): string {
  const hash = createHash('sha256');
  for (const file of ['sst.config.ts', '.sst/platform/version', '.sst/provider-lock.json']) {
    const path = join(app, file);
    hash.update(existsSync(path) ? readFileSync(path) : 'none').update('\0');
  }
  const manifest = installedIn(app, 'sst', 'package.json');
  return hash.update(manifest ? readFileSync(manifest) : 'none').digest('hex');
}

const stampFile = ({ local }: Places): string => join(local, 'sst-installed');

/** Whether the CLI has all that it installs from a registry of packages. */
export function isPrepared(places: Places): boolean {
  const file = stampFile(places);
  return (
    existsSync(join(places.app, '.sst', 'platform', 'node_modules')) &&
    existsSync(file) &&
    readFileSync(file, 'utf8') === stampOf(places)
  );
}

/**
 * Has the CLI install its platform and providers, in the machine's own network: the commands that follow have none.
 * `sst install` opens no port.
 *
 * @throws UserError with what the CLI said if it fails.
 */
export async function prepare(
  places: Places,
  stage: string,
  { env, told }: { env: NodeJS.ProcessEnv; told: Told },
): Promise<void> {
  const { code, output } = await run(sstCli(places), ['install', '--stage', stage], { cwd: places.app, env });
  const lines = [output.trim(), ...told.take()];
  if (code !== 0)
    throw new UserError('sst could not install its providers', `mend what it says\n${lines.join('\n')}`);
  noteInstalled(places);
}

/** Notes that `sst install` has been here: no command does it again before its providers or the CLI change. */
export function noteInstalled(places: Places): void {
  mkdirSync(places.local, { recursive: true });
  writeFileSync(stampFile(places), stampOf(places));
}
