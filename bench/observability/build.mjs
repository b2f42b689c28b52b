// Run by Bun: bundles the contenders as functions are bundled, to <out>/<name>.mjs.
import { OPTIONS } from '../../stacks/bundle/options.ts';

const [out, ...names] = process.argv.slice(2);
if (!out) throw new Error('usage: build.mjs <out folder> <name>...');
await Bun.build({
  ...OPTIONS,
  entrypoints: names.map((name) => `bench/observability/${name}.ts`),
  outdir: out,
  naming: '[name].mjs',
});
