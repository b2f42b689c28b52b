import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { run } from '../../packages/command-line/process-run.ts';
import { inRoot, root } from '../../paths.ts';

/** What clients of the RPC contracts rely on: every message and method as it was when they were last written. */
export const IMAGE = 'proto/image.json';

/** buf takes a second or two; on a busy machine a few (ms). */
const LIMIT_MS = 60_000;

/** @throws Error with buf's own words. */
async function buf(...args: string[]): Promise<void> {
  const { code, output } = await run(inRoot('node_modules', '.bin', 'buf'), args, {
    cwd: root,
    timeoutMs: LIMIT_MS,
  });
  if (code !== 0) throw new Error(`buf ${args[0]}: ${output.trim()}`);
}

/**
 * The messages and services of proto/ in TypeScript, and the image of what they are, against which the next change is
 * checked. The image is written only when nothing in it is broken: what was promised stays.
 *
 * @returns contents by path, relative to the project.
 * @throws Error that names what does not parse or would break a client.
 */
export async function rpcFiles(): Promise<Map<string, string>> {
  await buf('breaking', '--against', IMAGE);
  const folder = await mkdtemp(join(tmpdir(), 'rpc-'));
  try {
    await buf('generate', '--output', folder);
    await mkdir(join(folder, dirname(IMAGE)));
    await buf('build', '--exclude-source-info', '--output', join(folder, IMAGE));
    const found = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const files = paths.map(async (path) => [relative(folder, path), await readFile(path, 'utf8')] as const);
    return new Map(await Promise.all(files));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
