import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BunPlugin } from 'bun';

const HEADERS = join(import.meta.dirname, 'headers.ts');

/** What makes headers: Connect, and what calls it or is called by it. */
const MAKERS =
  /[/\\](?:@connectrpc[/\\]connect[/\\]dist[/\\]esm[/\\](?:[\w-]+[/\\])*[\w-]+\.js|functions[/\\]platform[/\\]rpc[/\\][\w-]+\.ts)$/;

/**
 * Gives Connect headers that are not Node's own (headers.ts): a fifth of the init of whatever calls services or is one. The import comes
 * after the last line, so that stack traces stay right.
 */
export const lightHeaders: BunPlugin = {
  name: 'light-headers',
  setup(build) {
    build.onLoad({ filter: MAKERS }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const contents = source.includes('new Headers(')
        ? `${source}\nimport { Headers } from ${JSON.stringify(HEADERS)};\n`
        : source;
      return { contents, loader: path.endsWith('.ts') ? 'ts' : 'js' };
    });
  },
};
