import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BunPlugin } from 'bun';

/**
 * Takes the AWS SDK's packages by the ES modules that their `module` names, where Bun would take the CommonJS of `main` for Node:
 * of that it can leave nothing out, and a function uses a few commands of a client that has dozens. What packages with `exports` have is
 * found by the condition `module` (options.ts). The filter is narrow, as that of lazy-builtins.ts.
 */
export const esSources: BunPlugin = {
  name: 'es-sources',
  setup(build) {
    build.onResolve({ filter: /^@(aws-sdk|smithy)\/[^/]+$/ }, ({ path, importer }) => {
      const file = esSourceOf(path, Bun.resolveSync(path, dirname(importer)));
      return file === undefined ? undefined : { path: file };
    });
  },
};

/** Where a package's ES modules begin, by what `main` names; undefined where it has none, or `exports` that decide. */
export function esSourceOf(name: string, main: string): string | undefined {
  const folder = main.slice(0, main.lastIndexOf(`/node_modules/${name}/`) + `/node_modules/${name}`.length);
  const { exports, module } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    exports?: unknown;
    module?: string;
  };
  return exports === undefined && module !== undefined ? join(folder, module) : undefined;
}
