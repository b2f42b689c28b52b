/**
 * What does the network of its own cost a deployment? The same deployments of an app of 46 functions and 34 routes with it and
 * without, in pairs, one after the other, the order turned round from pair to pair. Machines differ, and so does what else
 * runs on them, so what is claimed is the ratio of a pair, and of the pairs the median: no more than 1.05.
 *
 *     node bench/isolation.ts [seconds]
 */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureEngine, stopEngine } from '@serverless-orders/localstack';
import { parseSstCommand } from '../localstack/sst/command.ts';
import { runLocal } from '../localstack/sst/run-local.ts';
import { inLocal, inRoot } from '../paths.ts';
import { BENCHES } from './benches.ts';
import { inRounds } from './rounds.ts';
import { median, spread } from './statistics.ts';
import { type BenchTable, numbersGiven, printTables } from './table.ts';

const ENGINE = 'bench';
const STAGE = ['--stage', 'test-bench'];
const CLAIM = 1.05;
const [seconds = BENCHES.isolation.seconds] = numbersGiven();
const app = inLocal('bench', String(process.pid));
const places = { app, local: join(app, '.local') };

/** Seconds that a call of the CLI takes. */
async function timed(endpoint: string, command: string, isolate: boolean): Promise<number> {
  const lines: string[] = [];
  const began = performance.now();
  const code = await runLocal({
    command: parseSstCommand([command, ...STAGE]),
    endpoint,
    places,
    isolate,
    env: { BUN_INSTALL_CACHE_DIR: inLocal('cache', 'bun') },
    onLine: (line) => lines.push(line),
    warn: (line) => {
      throw new Error(line);
    },
  });
  if (code !== 0) throw new Error(`sst ${command} failed\n${lines.slice(-20).join('\n')}`);
  return (performance.now() - began) / 1000;
}

/** Deployments in pairs, with a network of their own and without. */
export async function measure(): Promise<BenchTable[]> {
  mkdirSync(app, { recursive: true });
  cpSync(inRoot('bench', 'deploy', 'app'), app, { recursive: true });
  try {
    const { endpoint } = await ensureEngine({ name: ENGINE });
    // The first round installs SST's platform and fills caches that the following ones use.
    await timed(endpoint, 'deploy', true);
    await timed(endpoint, 'remove', true);
    const ratios = new Map(COMMANDS.map(([what]) => [what, [] as number[]]));
    const pairs = await inRounds({ seconds, least: 2, most: 5 }, async (pair) => {
      const times = new Map(COMMANDS.map(([what]) => [what, [0, 0]]));
      for (const isolate of pair % 2 ? [true, false] : [false, true])
        for (const [what, command] of COMMANDS)
          times.get(what)![isolate ? 1 : 0] = await timed(endpoint, command, isolate);
      for (const [what, [without = 0, within = 0]] of times) ratios.get(what)!.push(within / without);
    });
    return [table(ratios, pairs)];
  } finally {
    await stopEngine(ENGINE);
    rmSync(app, { recursive: true, force: true });
  }
}

/** What is timed, in this order. */
const COMMANDS: [what: string, command: string][] = [
  ['fresh', 'deploy'],
  ['no change', 'deploy'],
  ['remove', 'remove'],
];

function table(ratios: Map<string, number[]>, pairs: number): BenchTable {
  const holds = [...ratios.values()].every((list) => median(list) <= CLAIM);
  return {
    title: "A deployment's network of its own",
    explanation: `The same deployments of an app of 46 functions and 34 routes with it and without, in ${pairs} pairs; median and quartiles of the pairs' ratios.`,
    columns: ['', 'with : without'],
    rows: [...ratios].map(([what, list]) => [what, spread(list, 3)]),
    notes: [`That it takes at most ${CLAIM} of the time ${holds ? 'holds' : 'does not hold'}.`],
  };
}

if (import.meta.main) await printTables(measure);
