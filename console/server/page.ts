import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../packages/command-line/process-run.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import { inLocal, inRoot, root } from '../../paths.ts';

/** A file that the browser loads. */
export interface PageFile {
  type: string;
  body: Buffer;
}

/** Where Bun puts the page, and the tests and the bench look at it. */
export const PAGE_FOLDER = inLocal('console', 'page');

const SOURCE = inRoot('console', 'page');

/**
 * Builds the page's script and style with Bun. It takes a moment, so it is done at every start and nothing is ever stale.
 *
 * @throws UserError when the page does not build.
 */
export async function buildPage(): Promise<Map<string, PageFile>> {
  mkdirSync(PAGE_FOLDER, { recursive: true });
  const { code, output } = await run(
    inRoot('node_modules', '.bin', 'bun'),
    [
      'build',
      join(SOURCE, 'main.tsx'),
      join(SOURCE, 'style.css'),
      '--outdir',
      PAGE_FOLDER,
      '--minify',
      '--target',
      'browser',
    ],
    { cwd: root },
  );
  if (code !== 0)
    throw new UserError(
      `the page of the console does not build:\n${output}`,
      'mend its source in console/page',
    );
  return new Map([
    ['/assets/main.js', file('text/javascript; charset=utf-8', join(PAGE_FOLDER, 'main.js'))],
    ['/assets/style.css', file('text/css; charset=utf-8', join(PAGE_FOLDER, 'style.css'))],
    ['/favicon.svg', file('image/svg+xml', join(SOURCE, 'favicon.svg'))],
    ['/', file('text/html; charset=utf-8', join(SOURCE, 'index.html'))],
  ]);
}

const file = (type: string, path: string): PageFile => ({ type, body: readFileSync(path) });

/** What a browser holds against its own copy. */
export const tagOf = (body: Buffer | string): string =>
  `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
