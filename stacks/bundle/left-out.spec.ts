import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inRoot } from '../../paths.ts';

const folder = mkdtempSync(join(tmpdir(), 'left-out-'));
const source = inRoot('functions', 'payments', 'saga', `left-out-${process.pid}.ts`);
const made = [source, `${source}.build.ts`];

/** An entry of a function as any: it calls AWS and services, makes ids, is traced, and has something to do at init. */
const SOURCE = `
  import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
  import { LambdaClient } from '@aws-sdk/client-lambda';
  import { ConnectError } from '@connectrpc/connect';
  import { atInit } from '../../platform/at-init.ts';
  import { newId } from '../../platform/id.ts';
  import { invocation } from '../../platform/invocation.ts';
  import { currentTraceparent } from '../../platform/tracing/current.ts';
  export const at: string[] = ['loaded'];
  atInit(async () => { at.push('warm'); });
  const traced = invocation('schedule', async () => currentTraceparent());
  export const told = async () => {
    const client = new DynamoDBClient({ endpoint: 'http://127.0.0.1:9', maxAttempts: 1 });
    const { region, credentials } = client.config;
    const sent = await client.send(new GetItemCommand({ TableName: 't', Key: {} })).catch(({ code }) => code);
    const { metadata } = new ConnectError('any', 1, { a: 'b' });
    const undici = process.moduleLoadList.filter((name) => name.includes('undici'));
    return { metadata: [...metadata], undici, region: await region(), key: (await credentials()).accessKeyId, sent, lambda: typeof LambdaClient, trace: (await traced({})).split('-')[1], ids: [newId(), newId()] };
  };`;

const TRACE = '5759e988bd862e3fe1be46a994272793';

let files: string[];

beforeAll(() => {
  writeFileSync(source, SOURCE);
  writeFileSync(
    made[1]!,
    `import { OPTIONS } from ${JSON.stringify(inRoot('stacks', 'bundle', 'options.ts'))};
     const { metafile } = await Bun.build({ ...OPTIONS, metafile: true, entrypoints: [${JSON.stringify(source)}], outdir: ${JSON.stringify(folder)}, naming: 'entry.mjs' });
     const [{ inputs }] = Object.values(metafile.outputs);
     console.log(JSON.stringify(Object.keys(inputs).filter((file) => inputs[file].bytesInOutput > 0)));`,
  );
  const told = execFileSync(inRoot('node_modules', '.bin', 'bun'), [made[1]!], { encoding: 'utf8' });
  files = JSON.parse(told) as string[];
});
afterAll(() => {
  for (const file of [...made, folder]) rmSync(file, { recursive: true, force: true });
});

/** Runs the bundle with a folder of settings that would be read if any were. */
function run(environment: Record<string, string>): Record<string, unknown> {
  const settings = join(folder, 'config');
  writeFileSync(settings, '[default]\nregion = nowhere-1\n');
  const script = `
    const { told, at } = await import(${JSON.stringify(pathToFileURL(join(folder, 'entry.mjs')).href)});
    console.log(JSON.stringify({ at, ...(await told()) }));`;
  const env = {
    PATH: process.env.PATH,
    AWS_CONFIG_FILE: settings,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'from-environment',
    AWS_SECRET_ACCESS_KEY: 'b',
    _X_AMZN_TRACE_ID: `Root=1-${TRACE.slice(0, 8)}-${TRACE.slice(8)};Sampled=0`,
    ...environment,
  };
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    env,
  });
  // After the lines of its log.
  return JSON.parse(output.trim().split('\n').at(-1)!) as Record<string, unknown>;
}

it.each([
  ['sources of credentials', /credential-provider-(?!env)|token-providers/],
  ['event streams', /event-?stream/],
  ['readers of files of settings', /shared-ini-file-loader\/loadSharedConfigFiles/],
  ['what asks the machine for its region', /getInstanceMetadataRegion/],
  [
    "logger of OpenTelemetry's API, and no comparison of its versions",
    /opentelemetry\/api\/.*(?:api\/diag|diag\/|semver)\.?/,
  ],
  ["logger of X-Ray's emitter", /aws-xray-sdk-core\/.*logger/],
])('a bundle has no %s', (_, left) => {
  expect(files.filter((file) => left.test(file) && !file.startsWith('left-out:'))).toEqual([]);
});

it('a bundle takes settings from the environment, calls AWS, and makes headers, ids and traces all the same', () => {
  const { ids, ...rest } = run({}) as { ids: [string, string] };
  expect(rest).toEqual({
    at: ['loaded'],
    metadata: [['a', 'b']],
    undici: [],
    region: 'us-east-1',
    key: 'from-environment',
    sent: 'ECONNREFUSED',
    lambda: 'function',
    trace: TRACE,
  });
  expect(ids[0] < ids[1]).toBe(true);
  expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/.test(id))).toBe(true);
});

it('a function in Lambda has done at the end of its init what is to be done then', () => {
  expect(run({ AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand' }).at).toEqual(['loaded', 'warm']);
});

// Of all ES modules that a dynamically imported file imports, Bun leaves nothing out: such a one had 80 KiB of the SDK in each endpoint. The
// exporter of X-Ray imports CommonJS and Node so, of which nothing could be left out.
it('functions import dynamically only what imports no ES module of a package', () => {
  const sources = globSync('functions/**/*.ts', { cwd: inRoot() }).filter(
    (file) => !/\.spec\.ts$|\/test-/.test(file),
  );
  const dynamic = sources.filter((file) =>
    /(?<!typeof )\bimport\((?!\))/.test(readFileSync(inRoot(file), 'utf8')),
  );
  expect(sources.length).toBeGreaterThan(200);
  expect(dynamic.sort()).toEqual([
    'functions/platform/tracing/flush.ts',
    'functions/platform/tracing/xray-export.ts',
  ]);
});

// V8 reads a literal with the module, needed or not: one that knows all alphabets is 1 to 5 million instructions of a cold start.
it('functions have expressions that know all alphabets as texts (functions/contracts/expression.ts)', () => {
  const lines = globSync('functions/**/*.ts', { cwd: inRoot() })
    .filter((file) => !/\.spec\.ts$|\/test-/.test(file))
    .flatMap((file) => readFileSync(inRoot(file), 'utf8').split('\n'))
    .filter((line) => /\\p\{/.test(line) && !/^\s*\*/.test(line));
  expect(lines.length).toBeGreaterThan(3);
  expect(lines.filter((line) => !line.includes('String.raw`'))).toEqual([]);
});
