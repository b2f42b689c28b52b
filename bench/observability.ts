/**
 * What do logs, metrics and traces cost a function, ours beside Powertools for AWS? Both write one structured line, one line of
 * embedded metrics and one traced part a request, sampled, to the same daemon's port; both are bundled as functions are and lie
 * beside a DynamoDB client, as in every function. A function without any is what is subtracted. The three take turns, each
 * time in a process of its own, and medians are told; what is measured is time of the processor, since machines are shared.
 *
 *     node bench/observability.ts [rounds, 21] [--write: into docs/figures/observability.md]
 */
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pinnedNode } from '@serverless-orders/localstack';
import { run } from '../packages/command-line/process-run.ts';
import { inLocal, inRoot, root } from '../paths.ts';

const NAMES = ['bare', 'ours', 'powertools'] as const;
const LIMIT = { coldMs: 4, warmMicroseconds: 60 };
const REQUESTS = 10_000;
const rounds = Number(process.argv.slice(2).find((arg) => /^\d+$/.test(arg)) ?? 21);

type Name = (typeof NAMES)[number];
interface Measured {
  /** Until the first answer, in ms of the processor. */
  cold: number;
  /** Each later answer, in microseconds of the processor. */
  warm: number;
}

/** One environment of one contender. */
async function measure(bundle: string, daemon: string, requests: number): Promise<Measured> {
  const nothing = openSync('/dev/null', 'w');
  const child = spawn(
    pinnedNode(),
    [inRoot('bench', 'observability', 'environment.ts'), bundle, String(requests)],
    {
      stdio: ['ignore', nothing, 'inherit', 'pipe'],
      env: {
        PATH: process.env.PATH,
        SERVICE: 'orders',
        METRICS_NAMESPACE: 'shop',
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'a',
        AWS_SECRET_ACCESS_KEY: 'b',
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
        AWS_LAMBDA_FUNCTION_NAME: 'shop-bench-orders-place-order',
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_LOG_STREAM_NAME: '2026/11/27/[$LATEST]0123456789abcdef0123456789abcdef',
        AWS_XRAY_DAEMON_ADDRESS: daemon,
        LAMBDA_TASK_ROOT: '/var/task',
        _X_AMZN_TRACE_ID: 'Root=1-6b091a1f-000000000000000000000000;Parent=53995c3f42cd8ad8;Sampled=1',
      },
    },
  );
  let told = '';
  child.stdio[3]!.on('data', (chunk: Buffer) => {
    told += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`${bundle} ended with ${code}`);
  return JSON.parse(told) as Measured;
}

const median = (numbers: number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;

const out = inLocal('bench', `observability-${process.pid}`);
mkdirSync(out, { recursive: true });
const daemon = createSocket('udp4');
let datagrams = 0;
daemon.on('message', () => {
  datagrams += 1;
});
try {
  const bun = inRoot('node_modules', '.bin', 'bun');
  const built = await run(bun, ['bench/observability/build.mjs', out, ...NAMES], {
    cwd: root,
    timeoutMs: 60_000,
  });
  if (built.code !== 0) throw new Error(built.output);
  daemon.bind(0, '127.0.0.1');
  await once(daemon, 'listening');
  const address = `127.0.0.1:${daemon.address().port}`;
  const bundleOf = (name: Name) => join(out, `${name}.mjs`);
  const colds = new Map(NAMES.map((name) => [name, [] as number[]]));
  const warms = new Map(NAMES.map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round += 1)
    for (const name of round % 2 ? NAMES.toReversed() : NAMES) {
      const before = datagrams;
      const { cold, warm } = await measure(bundleOf(name), address, round % 3 === 0 ? REQUESTS : 0);
      if (name !== 'bare' && datagrams === before) throw new Error(`${name} has traced nothing`);
      colds.get(name)!.push(cold);
      if (warm > 0) warms.get(name)!.push(warm);
    }
  const size = (name: Name) => {
    const code = readFileSync(bundleOf(name));
    return { kib: code.length / 1024, gz: gzipSync(code).length / 1024 };
  };
  const figures = (name: Name) => ({
    ...size(name),
    cold: median(colds.get(name)!),
    warm: median(warms.get(name)!),
  });
  type Figures = ReturnType<typeof figures>;
  const bare = figures('bare');
  const over = (name: Name): Figures => {
    const all = figures(name);
    const keys = Object.keys(all) as (keyof Figures)[];
    return Object.fromEntries(keys.map((key) => [key, all[key] - bare[key]])) as Figures;
  };
  const [ours, theirs] = [over('ours'), over('powertools')];
  const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const told = (title: string, { kib, gz, cold, warm }: Figures) =>
    row([title, `${kib.toFixed(0)} / ${gz.toFixed(0)}`, ...[cold, warm].map((one) => one.toFixed(1))]);
  const ratio = (key: keyof Figures) => (theirs[key] / ours[key]).toFixed(1);
  const holds = ours.cold <= LIMIT.coldMs && ours.warm <= LIMIT.warmMicroseconds;
  const page = [
    '# Logs, metrics and traces beside Powertools',
    '',
    'Written by `node bench/observability.ts --write`. Machines differ; ratios hold.',
    '',
    `Medians of ${rounds} cold starts, and of ${warms.get('bare')!.length} times ${REQUESTS} requests after them, of each in turns, in`,
    `time of the processor. The load of the machine was ${loadavg()[0]!.toFixed(0)} on ${availableParallelism()} cores: what that adds, it adds to all rows.`,
    '',
    row(['', 'KiB / gzipped', 'cold start, ms', 'a warm request, microseconds']),
    row(Array(4).fill('---')),
    told('a function without any', bare),
    told('ours adds', ours),
    told('Powertools 2.36.0 adds', theirs),
    row(['ratio', `${ratio('kib')} / ${ratio('gz')}`, ratio('cold'), ratio('warm')]),
    '',
    `The limit, ${LIMIT.coldMs} ms of a cold start and ${LIMIT.warmMicroseconds} microseconds a warm request, ${holds ? 'holds' : 'does not hold'}: [why](../tracing.md#what-it-costs).`,
  ].join('\n');
  console.log(page);
  if (process.argv.includes('--write'))
    writeFileSync(inRoot('docs', 'figures', 'observability.md'), `${page}\n`);
  process.exitCode = holds ? 0 : 1;
} finally {
  daemon.close();
  rmSync(out, { recursive: true, force: true });
}
