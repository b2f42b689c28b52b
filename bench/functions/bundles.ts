import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ensureEngine, stopEngine } from '@serverless-orders/localstack';
import { run } from '../../packages/command-line/process-run.ts';
import { inRoot, places, root } from '../../paths.ts';
import { ENGINE, sst } from '../sst.ts';
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

/** SST's own, which `sst install` puts there. */
const PLATFORM = inRoot('.sst', 'platform');
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

/** Has SST put its esbuild there, if no deployment of this checkout has. Its CLI wants an engine. @throws Error with its words. */
async function ensurePlatform(): Promise<void> {
  if (existsSync(join(PLATFORM, 'node_modules', 'esbuild'))) return;
  try {
    const { endpoint } = await ensureEngine({ name: ENGINE });
    await sst('install', { endpoint, places });
  } finally {
    await stopEngine(ENGINE);
  }
}

/** Bundles the peers as SST bundles functions that say nothing about it. @returns where each lies. @throws Error if SST cannot be installed. */
export async function bundlePeers(out: string): Promise<(peer: Peer, kind: Kind) => string> {
  await ensurePlatform();
  const { buildSync } = createRequire(join(PLATFORM, 'package.json'))('esbuild') as Esbuild;
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
