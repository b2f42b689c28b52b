import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './process-run.ts';
import { UserError } from './user-error.ts';

/**
 * Installs a folder's own packages by its lockfile, unless they are there: for a tool that few people run, whose packages
 * nobody else should have to install.
 *
 * @param options.what - the tool's name, for the error.
 * @throws UserError with npm's last line if it fails.
 */
export async function installPackages(
  folder: string,
  { what, args = [] }: { what: string; args?: readonly string[] },
): Promise<void> {
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  const stamp = join(folder, 'node_modules', '.installed-from');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  const { code, output } = await run('npm', ['ci', ...args], { cwd: folder });
  if (code !== 0)
    throw new UserError(`${what} could not be installed`, output.trim().split('\n').at(-1) ?? '');
  writeFileSync(stamp, lock);
}
