// Run by Bun: bundles functions/<service>/{api,saga,events,deploy}/<name>.ts to <out>/<service>/<kind>/<name>/index.mjs, and
// functions/<service>/rpc.ts to <out>/<service>/rpc/index.mjs.
// A function is its entry and what it uses, nothing else.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Glob } from 'bun';
import { placed } from './messages.ts';
import { OPTIONS } from './options.ts';
import { forgetOldMaps, nameAndKeepMap } from './source-maps.ts';

const [out] = process.argv.slice(2);
if (!out) throw new Error('usage: build.ts <out folder>');

const patterns = ['functions/*/{api,saga,events,deploy}/*.ts', 'functions/*/rpc.ts'];
const entries = (
  await Promise.all(patterns.map((pattern) => Array.fromAsync(new Glob(pattern).scan('.'))))
).flat();
const isFunction = (entry: string) =>
  !entry.startsWith('functions/contracts/') && !entry.endsWith('.spec.ts');
const sources = entries.filter(isFunction).sort();

rmSync(out, { recursive: true, force: true });
const result = await Bun.build({
  ...OPTIONS,
  entrypoints: sources,
  root: 'functions',
  naming: '[dir]/[name]/index.mjs',
  sourcemap: 'external',
  throw: false,
});
if (!result.success) {
  for (const message of result.logs) console.error(placed(message, process.cwd()));
  process.exit(1);
}
const outputs = new Map(result.outputs.map((output) => [output.path, output]));
for (const output of result.outputs.filter(({ kind }) => kind === 'entry-point')) {
  const { path } = output;
  const code = await nameAndKeepMap({
    entry: dirname(path).replace(/^\.\//, ''),
    code: await output.text(),
    // An output's own `sourcemap` is another one's (Bun 1.4.5).
    map: () => outputs.get(`${path}.map`)!.text(),
    isDev: basename(out) === 'dev',
  });
  mkdirSync(join(out, dirname(path)), { recursive: true });
  writeFileSync(join(out, path), code);
}
forgetOldMaps();
console.log(`${sources.length} functions bundled to ${out}`);
