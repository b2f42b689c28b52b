/**
 * Which sources have hardly any function that is called until a function of Lambda has given its first answer? Every function starts once as
 * in bench/functions.ts, V8 tells what it has called, and the sources of which that is less than a third are written to
 * stacks/bundle/seldom-called.json: the build leaves them to be compiled when they are called.
 *
 *     node bench/seldom-called.ts
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { TraceMap, traceSegment } from '@jridgewell/trace-mapping';
import { inLocal, inRoot } from '../paths.ts';
import { Positions } from '../stacks/bundle/moved-map.ts';
import { AwsStub } from './functions/aws-stub.ts';
import { bundleFunctions } from './functions/bundles.ts';
import { deployedFunctions, SETTINGS } from './functions/deployed.ts';
import { identity } from './functions/identity.ts';
import { startOnce } from './functions/start.ts';

/** Of the characters of a source's functions, less than this share is called. */
const SELDOM = 1 / 3;

/** What `node --experimental-test-coverage` writes as well: https://nodejs.org/api/cli.html#node_v8_coveragedir */
interface Coverage {
  result: {
    url: string;
    functions: { ranges: { startOffset: number; endOffset: number; count: number }[] }[];
  }[];
}

/** Characters of a source's functions, in all bundles together. */
interface Source {
  called: number;
  all: number;
}

/** Adds up what one start has called. */
function add(sources: Map<string, Source>, bundle: string, coverage: Coverage): void {
  const code = readFileSync(bundle, 'utf8');
  const [, name, hash] = /^\/\/# sourceURL=(.+\.(\w+)\.mjs)$/m.exec(code)!;
  const map = new TraceMap(
    gunzipSync(readFileSync(inRoot('.sst', 'source-maps', `${hash}.json.gz`))).toString(),
  );
  const positions = new Positions(code);
  // The first is the module itself.
  for (const { functions } of coverage.result.filter(({ url }) => url === name))
    for (const { ranges } of functions.slice(1)) {
      const { startOffset, endOffset, count } = ranges[0]!;
      const { line, column } = positions.of(startOffset);
      const [, at] = traceSegment(map, line, column) ?? [];
      if (at === undefined) continue;
      const source = map.sources[at]!;
      const counted = sources.get(source) ?? { called: 0, all: 0 };
      counted.all += endOffset - startOffset;
      if (count > 0) counted.called += endOffset - startOffset;
      sources.set(source, counted);
    }
}

const folder = inLocal('bench', `seldom-called-${process.pid}`);
mkdirSync(folder, { recursive: true });
const stub = new AwsStub(folder);
try {
  const { token, environment } = await identity();
  const settings = { ...SETTINGS, ...environment, ...(await stub.start()) };
  const bundleOf = await bundleFunctions(join(folder, 'functions'));
  const sources = new Map<string, Source>();
  for (const { name, event } of deployedFunctions(token)) {
    const told = join(folder, name.replaceAll('/', '.'));
    writeFileSync(`${told}.json`, JSON.stringify(event));
    const bundle = bundleOf(name);
    await startOnce({ bundle, event: `${told}.json` }, { ...settings, NODE_V8_COVERAGE: told });
    for (const file of readdirSync(told))
      add(sources, bundle, JSON.parse(readFileSync(join(told, file), 'utf8')) as Coverage);
  }
  const seldom = [...sources].filter(([, { called, all }]) => called < SELDOM * all).map(([name]) => name);
  writeFileSync(
    inRoot('stacks', 'bundle', 'seldom-called.json'),
    `${JSON.stringify(seldom.sort(), undefined, 2)}\n`,
  );
  console.log(`${seldom.length} of ${sources.size} sources are seldom called`);
} finally {
  stub.stop();
  rmSync(folder, { recursive: true, force: true });
}
