/**
 * How much of a deploy is the stand-in's and the engine's? The same deploy of an app of 46 functions and 34 routes with
 * the engine; with handlers that answer without calling it; and that once more with the Pulumi SDK as it is shipped,
 * without what the stand-in saves in it: the program's own run. Machines differ, and from hour to hour, so what is
 * claimed is the share: stand-in and engine add at most as much as the program's own run takes.
 *
 *     node bench/deploy.ts [seconds]
 */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureEngine, pinnedNode, stopEngine } from '@serverless-orders/localstack';
import { parseSstCommand } from '../localstack/sst/command.ts';
import { runLocal } from '../localstack/sst/run-local.ts';
import { inLocal, inRoot } from '../paths.ts';
import { BENCHES } from './benches.ts';
import { inRounds } from './rounds.ts';
import { median } from './statistics.ts';
import { type BenchTable, numbersGiven, printTables } from './table.ts';

const ENGINE = 'bench';
const STAGE = ['--stage', 'test-bench'];
const [seconds = BENCHES.deploy.seconds] = numbersGiven();
const app = inLocal('bench', String(process.pid));
const places = { app, local: join(app, '.local') };

/** Seconds that a call of the CLI takes. */
async function timed(endpoint: string, args: string[], env: Record<string, string>): Promise<number> {
  const lines: string[] = [];
  const began = performance.now();
  const code = await runLocal({
    command: parseSstCommand([...args, ...STAGE]),
    endpoint,
    places,
    env: { BUN_INSTALL_CACHE_DIR: inLocal('cache', 'bun'), ...env },
    onLine: (line) => lines.push(line),
  });
  if (code !== 0) throw new Error(`sst ${args.join(' ')} failed\n${lines.slice(-20).join('\n')}`);
  return (performance.now() - began) / 1000;
}

function nullPulumi(): string {
  const path = join(app, 'null-pulumi');
  const main = inRoot('bench', 'deploy', 'null-pulumi.ts');
  const script = [
    '#!/bin/sh',
    `export NODE_COMPILE_CACHE='${join(places.local, 'cache', 'compile')}'`,
    'unset NODE_OPTIONS',
    `exec '${pinnedNode()}' --no-warnings '${main}' "$@"`,
  ];
  writeFileSync(path, `${script.join('\n')}\n`, { mode: 0o755 });
  return path;
}

/** The same app by the three ways in turns. */
export async function measure(): Promise<BenchTable[]> {
  mkdirSync(app, { recursive: true });
  cpSync(inRoot('bench', 'deploy', 'app'), app, { recursive: true });
  try {
    const { endpoint } = await ensureEngine({ name: ENGINE });
    const ways: Record<string, string>[] = [
      {},
      { SST_PULUMI_PATH: nullPulumi() },
      { SST_PULUMI_PATH: nullPulumi(), PLAIN_SDK: '1' },
    ];
    await timed(endpoint, ['install'], {});
    // The first deploy fills caches that the following ones of either way use.
    await timed(endpoint, ['deploy'], {});
    await timed(endpoint, ['remove'], {});
    const times = new Map(COMMANDS.map(([what]) => [what, ways.map(() => [] as number[])]));
    const rounds = await inRounds({ seconds, least: 1, most: 3 }, async () => {
      for (const [way, env] of ways.entries())
        for (const [what, args] of COMMANDS)
          times.get(what)![way]!.push(await timed(endpoint, [...args], env));
    });
    return [table(times, rounds)];
  } finally {
    await stopEngine(ENGINE);
    rmSync(app, { recursive: true, force: true });
  }
}

/** What is timed, in this order. */
const COMMANDS: [what: string, args: string[]][] = [
  ['fresh', ['deploy']],
  ['no change', ['deploy']],
  ['remove', ['remove']],
];

function table(times: Map<string, number[][]>, rounds: number): BenchTable {
  const shares = [...times].map(([what, [real, , own]]) => ({ what, share: median(real!) / median(own!) }));
  const holds = shares.every(({ what, share }) => what === 'remove' || share <= 2);
  return {
    title: 'A deployment to this machine',
    explanation: `An app of 46 functions and 34 routes; seconds, medians of ${rounds} rounds in turns. The program's own run is SST and its Pulumi program as they are shipped, with handlers that answer without doing anything.`,
    columns: ['', 'with the engine', 'without a call of it', "the program's own run", 'ratio'],
    rows: [...times].map(([what, ways], at) => [
      what,
      ...ways.map((list) => median(list).toFixed(1)),
      shares[at]!.share.toFixed(2),
    ]),
    notes: [
      `That stand-in and engine add at most as much as the program's own run takes ${holds ? 'holds' : 'does not hold'}.`,
    ],
  };
}

if (import.meta.main) await printTables(measure);
