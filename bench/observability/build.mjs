// Run by Bun: bundles the contenders as functions are bundled, to <out>/<name>.mjs.
import { join } from 'node:path';
import { TraceMap } from '@jridgewell/trace-mapping';
import { isCalled } from '../../stacks/bundle/called-at-start.ts';
import { compileEagerly } from '../../stacks/bundle/eager-functions.ts';
import { OPTIONS } from '../../stacks/bundle/options.ts';

const [out, ...names] = process.argv.slice(2);
if (!out) throw new Error('usage: build.mjs <out folder> <name>...');
// One at a time: Bun keeps in every bundle of a build what one of them uses of a package.
for (const name of names) {
  const { outputs } = await Bun.build({
    ...OPTIONS,
    entrypoints: [`bench/observability/${name}.ts`],
    naming: '[name].mjs',
    sourcemap: 'external',
  });
  const [bundle, map] = await Promise.all(outputs.map((output) => output.text()));
  const { code } = compileEagerly({ code: bundle, map: new TraceMap(map), isCalled });
  await Bun.write(join(out, `${name}.mjs`), code);
}
