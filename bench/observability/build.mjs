// Run by Bun: bundles the contenders as functions are bundled, to <out>/<name>.mjs.
import { OPTIONS } from '../../stacks/bundle/options.ts';

const [out, ...names] = process.argv.slice(2);
if (!out) throw new Error('usage: build.mjs <out folder> <name>...');
// One at a time: Bun keeps in every bundle of a build what one of them uses of a package.
for (const name of names)
  await Bun.build({
    ...OPTIONS,
    entrypoints: [`bench/observability/${name}.ts`],
    outdir: out,
    naming: '[name].mjs',
  });
