// Run by Bun: bundles functions/<service>/{api,saga,events,deploy}/<name>.ts to <out>/<service>/<kind>/<name>/index.mjs, and
// functions/<service>/rpc.ts to <out>/<service>/rpc/index.mjs.
// A function is its entry and what it uses, nothing else.
import { rmSync } from 'node:fs';
import { Glob } from 'bun';
import { lambdaCredentials } from './lambda-credentials.ts';
import { lazyHttp } from './lazy-http.ts';
import { placed } from './messages.ts';

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
  entrypoints: sources,
  root: 'functions',
  outdir: out,
  naming: '[dir]/[name]/index.mjs',
  target: 'node',
  format: 'esm',
  minify: { whitespace: true, syntax: true, identifiers: false },
  plugins: [lazyHttp, lambdaCredentials],
  throw: false,
});
if (!result.success) {
  for (const message of result.logs) console.error(placed(message, process.cwd()));
  process.exit(1);
}
console.log(`${sources.length} functions bundled to ${out}`);
