import { existsSync, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { inShared } from '../../paths.ts';

/**
 * A Python 3 for the helper, which needs nothing but its standard library: that of an engine which is installed here, else
 * the machine's; undefined if there is none.
 */
export function helperPython(
  env: NodeJS.ProcessEnv = process.env,
  folder = inShared('python'),
): string | undefined {
  const installed = globSync(join(folder, '*', 'bin', 'python'));
  const onPath = (env.PATH ?? '').split(delimiter).filter(Boolean);
  const machine = ['/usr/bin', ...onPath].map((path) => join(path, 'python3'));
  return [...installed, ...machine].find((path) => existsSync(path));
}
