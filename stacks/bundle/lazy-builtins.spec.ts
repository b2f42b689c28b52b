import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inRoot } from '../../paths.ts';

const folder = mkdtempSync(join(tmpdir(), 'lazy-builtins-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Each way in which a function's code comes to node:http: ours, and that of the SDK's request handler. */
const WAYS = {
  'an import': "import { Agent } from 'node:http'; export const agent = new Agent();",
  'a dynamic import':
    "const http = await import('node:http'); const { Agent } = http.default ?? http; export const agent = new Agent();",
  'a require': "const { Agent } = require('https'); export const agent = new Agent();",
};
const ways = Object.keys(WAYS) as (keyof typeof WAYS)[];
const nameOf = (way: keyof typeof WAYS): string => way.replaceAll(' ', '-');

beforeAll(() => {
  for (const way of ways) writeFileSync(join(folder, `${nameOf(way)}.js`), WAYS[way]);
  const entrypoints = ways.map((way) => join(folder, `${nameOf(way)}.js`));
  const build = `
    import { OPTIONS } from ${JSON.stringify(inRoot('stacks', 'bundle', 'options.ts'))};
    await Bun.build({ ...OPTIONS, ...${JSON.stringify({ entrypoints, outdir: folder, naming: '[name].mjs' })} });`;
  writeFileSync(join(folder, 'build.ts'), build);
  execFileSync(inRoot('node_modules', '.bin', 'bun'), [join(folder, 'build.ts')]);
});

// It is 10 to 12 ms of a cold start: whoever reads `WebSocket` of node:http, as an ESM import of it does, makes Node load it.
it.each(ways)('%s of node:http in a bundle does not load undici', (way) => {
  const bundle = pathToFileURL(join(folder, `${nameOf(way)}.mjs`)).href;
  const script = `
    const { agent } = await import(${JSON.stringify(bundle)});
    console.log(JSON.stringify([typeof agent.destroy, process.moduleLoadList.filter((name) => name.includes('undici'))]));`;
  const told = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(JSON.parse(told)).toEqual(['function', []]);
});

// 2 ms: an ESM import of node:process reads `report` and `finalization`, too.
it('an import of node:process in a bundle loads nothing behind it', () => {
  writeFileSync(join(folder, 'env.js'), "import { env } from 'node:process'; export const path = env.PATH;");
  writeFileSync(
    join(folder, 'build-env.ts'),
    `import { OPTIONS } from ${JSON.stringify(inRoot('stacks', 'bundle', 'options.ts'))};
     await Bun.build({ ...OPTIONS, ...${JSON.stringify({ entrypoints: [join(folder, 'env.js')], outdir: folder, naming: 'env.mjs' })} });`,
  );
  execFileSync(inRoot('node_modules', '.bin', 'bun'), [join(folder, 'build-env.ts')]);
  const script = `
    const { path } = await import(${JSON.stringify(pathToFileURL(join(folder, 'env.mjs')).href)});
    console.log(JSON.stringify([typeof path, process.moduleLoadList.filter((name) => name.includes('process/report'))]));`;
  const told = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(JSON.parse(told)).toEqual(['string', []]);
});
