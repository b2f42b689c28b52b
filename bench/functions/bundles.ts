import { createRequire } from 'node:module';
import { join } from 'node:path';
import { run } from '../../packages/command-line/process-run.ts';
import { inRoot, root } from '../../paths.ts';
import type { Kind } from './deployed.ts';

/** Each kind of work by the best-known stack, and by hand. */
export const PEERS = ['powertools', 'bare'] as const;
export type Peer = (typeof PEERS)[number];
export const KINDS: Kind[] = ['get', 'post', 'step'];

/** Bundles the project's functions as a deployment does. @returns where each lies. @throws Error with Bun's words. */
export async function bundleFunctions(out: string): Promise<(name: string) => string> {
  const bun = inRoot('node_modules', '.bin', 'bun');
  const { code, output } = await run(bun, ['stacks/bundle/build.ts', out], { cwd: root, timeoutMs: 120_000 });
  if (code !== 0) throw new Error(output);
  return (name) => join(out, name, 'index.mjs');
}

/** SST's own, as `sst install` has put it there. */
type Esbuild = { buildSync(options: object): void };

/** What sst.aws.Function gives esbuild for a handler with no options of its own (SST 4.17, pkg/runtime/node/build.go). */
const SST_OPTIONS = {
  platform: 'node',
  target: 'esnext',
  format: 'esm',
  mainFields: ['module', 'main'],
  bundle: true,
  keepNames: true,
  tsconfigRaw: {},
  logLevel: 'error',
  minify: true,
  external: ['sharp', 'pg-native'],
  banner: {
    js: [
      "import { createRequire as topLevelCreateRequire } from 'module';",
      'const require = topLevelCreateRequire(import.meta.url);',
      "import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from 'url';",
      "const __filename = topLevelFileUrlToPath(import.meta.url);const __dirname = topLevelFileUrlToPath(new topLevelURL('.', import.meta.url));",
    ].join(''),
  },
};

/** Bundles the peers as SST bundles functions that say nothing about it. @returns where each lies. */
export function bundlePeers(out: string): (peer: Peer, kind: Kind) => string {
  const { buildSync } = createRequire(inRoot('.sst', 'platform', 'package.json'))('esbuild') as Esbuild;
  const fileOf = (peer: Peer, kind: Kind) => join(out, `${peer}-${kind}.mjs`);
  for (const peer of PEERS)
    for (const kind of KINDS)
      buildSync({
        ...SST_OPTIONS,
        entryPoints: [inRoot('bench', 'functions', 'peers', `${peer}-${kind}.ts`)],
        outfile: fileOf(peer, kind),
      });
  return fileOf;
}
