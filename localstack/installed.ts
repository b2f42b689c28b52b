import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The path of a file that npm has installed for a folder: in its `node_modules` or in that of a folder above, as Node looks
 * for modules. Undefined if there is none.
 *
 * @example installedIn('/work/app', '.bin', 'sst')
 */
export function installedIn(folder: string, ...parts: string[]): string | undefined {
  const path = join(folder, 'node_modules', ...parts);
  if (existsSync(path)) return path;
  const above = dirname(folder);
  return above === folder ? undefined : installedIn(above, ...parts);
}
