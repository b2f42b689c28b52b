// Run by Bun: bundles functions/<service>/{api,saga,events,deploy}/<name>.ts to <out>/<service>/<kind>/<name>/index.mjs, and
// functions/<service>/rpc.ts to <out>/<service>/rpc/index.mjs.
// A function is its entry and what it uses, nothing else. What has not changed since the last run is not built again
// (kept-builds.ts). A bundle over its budget (budgets.json, or the file after --budgets) is
// refused; --write-budgets writes them anew. Where <out> is called dev, sources.json there says what each bundle is built from.
// --empty makes files without code, for a dry run.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { TraceMap } from '@jridgewell/trace-mapping';
import { type BuildArtifact, type BuildMetafile, Glob } from 'bun';
import { fittingBudgets, overBudget, partsOf, readBudgets, writeBudgets } from './budgets.ts';
import { isCalled } from './called-at-start.ts';
import { compileEagerly } from './eager-functions.ts';
import { type Bundle, earlierBundles, keepBundles, keptBundles } from './kept-builds.ts';
import { placed } from './messages.ts';
import { OPTIONS } from './options.ts';
import { forgetOldMaps, keepMapOf, nameAndKeepMap } from './source-maps.ts';
import { sourcesOf } from './sources.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    budgets: { type: 'string', default: join(import.meta.dirname, 'budgets.json') },
    'write-budgets': { type: 'boolean', default: false },
    empty: { type: 'boolean', default: false },
  },
});
const [out, ...names] = positionals;
if (!out)
  throw new Error('usage: build.ts <out folder> [<function>...] [--budgets <file>] [--write-budgets]');
const isDev = basename(out) === 'dev';

const patterns = ['functions/*/{api,saga,events,deploy}/*.ts', 'functions/*/rpc.ts'];
const entries = (
  await Promise.all(patterns.map((pattern) => Array.fromAsync(new Glob(pattern).scan('.'))))
).flat();
const isFunction = (entry: string) =>
  !entry.startsWith('functions/contracts/') &&
  !entry.endsWith('.spec.ts') &&
  (names.length === 0 || names.some((name) => entry === `functions/${name}.ts`));
const sources = entries.filter(isFunction).sort();

if (values.empty) {
  rmSync(out, { recursive: true, force: true });
  for (const source of sources) {
    const folder = join(out, source.replace(/^functions\//, '').replace(/\.ts$/, ''));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'index.mjs'), 'export const handler = () => {};\n');
  }
  process.exit(0);
}

/**
 * Functions of one kind are bundled together, and kinds apart: Bun keeps in every bundle of a build what one of them uses of a package
 * (all at once, a saga step is 110 KiB more; each by itself, building takes five times as long).
 */
const kinds = Map.groupBy(sources, (source) => source.split('/')[2]!.replace(/\.ts$/, ''));
const built = await Promise.all([...kinds].map(([kind, entries]) => keptOrBuilt(kind, entries)));
const failed = built.flatMap((one) => ('failed' in one ? one.failed : []));
if (failed.length > 0) {
  for (const message of failed) console.error(placed(message, process.cwd()));
  process.exit(1);
}
const bundles = built.flatMap((one) => ('bundles' in one ? one.bundles : []));

const parts = new Map(bundles.map((bundle) => [bundle.name, bundle.parts]));
if (values['write-budgets']) writeBudgets(values.budgets, fittingBudgets(parts));
// Whoever tries something out in `npm run dev` is not stopped: the next deployment says it.
const over = isDev ? [] : overBudget(parts, readBudgets(values.budgets));
if (over.length > 0) {
  console.error(`${over.join('\n')}
Import less, or write the budgets that fit and say why in the commit:
  node_modules/.bin/bun stacks/bundle/build.ts .build/budgets --write-budgets`);
  process.exit(1);
}

rmSync(out, { recursive: true, force: true });
for (const { name, code } of bundles) {
  mkdirSync(join(out, name), { recursive: true });
  writeFileSync(join(out, name, 'index.mjs'), code);
}
if (isDev) {
  const files = Object.fromEntries(bundles.map((bundle) => [bundle.name, bundle.sources]));
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'sources.json'), JSON.stringify(files));
}
forgetOldMaps();
console.log(`${sources.length} functions bundled to ${out}`);

/** All functions of a kind: as they were built before, if nothing has changed. Of some of them nothing is kept: they are other bytes. */
async function keptOrBuilt(
  kind: string,
  entries: string[],
): Promise<{ bundles: Bundle[] } | { failed: Bun.BuildOutput['logs'] }> {
  const isKept = names.length === 0;
  // What `npm run dev` builds is not fit to be deployed; what was is fit for it.
  const own = isDev ? `${kind}.dev` : kind;
  const kept = isKept
    ? (keptBundles(kind, entries) ?? (isDev ? keptBundles(own, entries) : undefined))
    : undefined;
  if (kept?.every(({ code }) => keepMapOf(code, isDev))) return { bundles: kept };
  const began = Date.now();
  const { success, logs, outputs, metafile } = await Bun.build({
    ...OPTIONS,
    entrypoints: entries,
    root: 'functions',
    naming: '[dir]/[name]/index.mjs',
    sourcemap: 'external',
    metafile: true,
    throw: false,
  });
  if (!success) return { failed: logs };
  const bundles = await bundlesOf(outputs, metafile!, isKept ? earlierBundles(own) : new Map());
  if (isKept) keepBundles(own, { entries, read: Object.keys(metafile!.inputs), bundles, began });
  return { bundles };
}

async function bundlesOf(
  outputs: BuildArtifact[],
  metafile: BuildMetafile,
  earlier: ReadonlyMap<string, Bundle>,
): Promise<Bundle[]> {
  const byPath = new Map(outputs.map((output) => [output.path, output]));
  const [parts, sources] = [partsOf(metafile), sourcesOf(metafile)];
  return Promise.all(
    outputs
      .filter((output) => output.kind === 'entry-point')
      .map(async (output) => {
        const { path } = output;
        const name = dirname(path).replace(/^\.\//, '');
        const code = await output.text();
        const printed = new Bun.CryptoHasher('sha256').update(code).digest('hex');
        const about = { name, printed, parts: parts.get(name)!, sources: sources[name]! };
        const same = earlier.get(name);
        if (same?.printed === printed && keepMapOf(same.code, isDev)) return { ...about, code: same.code };
        // An output's own `sourcemap` is another one's (Bun 1.4.5).
        const map = await byPath.get(`${path}.map`)!.text();
        // Whoever tries something out waits for the build, which this makes more than twice as long.
        const built = isDev
          ? { code, map: () => map }
          : compileEagerly({ code, map: new TraceMap(map), isCalled });
        return { ...about, code: nameAndKeepMap({ entry: name, ...built, isDev }) };
      }),
  );
}
