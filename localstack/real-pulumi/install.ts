import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shellWord } from '@serverless-orders/command-line/shell';
import { inPackage } from '../paths.ts';
import { pinnedNode } from '../pinned-node.ts';
import type { Places } from '../sst/places.ts';

/**
 * Puts the two programs that the real engine consists of for an app below its `.local`: `pulumi`, for the sst CLI, and
 * `pulumi-language-nodejs`, which Pulumi looks for by that name.
 *
 * @param pulumi the real program, see build.ts.
 * @returns what the CLI's environment needs for it to be taken in place of the stand-in.
 */
export function installReal(places: Places, pulumi: string): { SST_PULUMI_PATH: string } {
  const folder = join(places.local, 'real-pulumi');
  mkdirSync(folder, { recursive: true });
  const script = (name: string, file: string, ...words: string[]): string => {
    const start = [pinnedNode(), '--no-warnings', inPackage('real-pulumi', file), ...words]
      .map(shellWord)
      .join(' ');
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\nunset NODE_OPTIONS\nexec ${start} "$@"\n`);
    chmodSync(path, 0o755);
    return path;
  };
  script('pulumi-language-nodejs', 'language.ts', join(places.app, '.sst', 'platform'));
  return { SST_PULUMI_PATH: script('pulumi', 'main.ts', pulumi, folder) };
}
