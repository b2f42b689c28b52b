/**
 * What does the network of its own cost a deployment? The same deployments of an app of 46 functions and 34 routes with it and
 * without, in pairs, one after the other, the order turned round from pair to pair. Machines differ, and so does what else
 * runs on them, so what is claimed is the ratio of a pair, and of the pairs the median: no more than 1.05.
 *
 *     node bench/isolation.ts [pairs, 5]
 */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { ensureEngine, stopEngine } from '@serverless-orders/localstack';
import { parseSstCommand } from '../localstack/sst/command.ts';
import { runLocal } from '../localstack/sst/run-local.ts';
import { inLocal, inRoot } from '../paths.ts';

const ENGINE = 'bench';
const STAGE = ['--stage', 'test-bench'];
const CLAIM = 1.05;
const pairs = Number(process.argv[2] ?? 5);
const app = inLocal('bench', String(process.pid));
const places = { app, local: join(app, '.local') };

/** Seconds that a call of the CLI takes. */
async function seconds(endpoint: string, command: string, isolate: boolean): Promise<number> {
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

const median = (numbers: number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;

mkdirSync(app, { recursive: true });
cpSync(inRoot('bench', 'deploy', 'app'), app, { recursive: true });
try {
  const { endpoint } = await ensureEngine({ name: ENGINE });
  // The first round installs SST's platform and fills caches that the following ones use.
  await seconds(endpoint, 'deploy', true);
  await seconds(endpoint, 'remove', true);
  console.log(`load before: ${loadavg()[0]!.toFixed(1)}`);
  const ratios: Record<string, number[]> = { 'fresh deploy': [], 'no change': [], remove: [] };
  for (let pair = 0; pair < pairs; pair += 1) {
    const times: Record<string, number[]> = {};
    for (const isolate of pair % 2 ? [true, false] : [false, true])
      for (const [what, command] of [
        ['fresh deploy', 'deploy'],
        ['no change', 'deploy'],
        ['remove', 'remove'],
      ] as const) {
        times[what] ??= [];
        times[what][isolate ? 1 : 0] = await seconds(endpoint, command, isolate);
      }
    for (const [what, [without = 0, within = 0]] of Object.entries(times)) {
      ratios[what]!.push(within / without);
      const ratio = (within / without).toFixed(3);
      console.log(
        `${what.padEnd(14)} without ${without.toFixed(2)} s, with ${within.toFixed(2)} s: ${ratio}`,
      );
    }
  }
  for (const [what, list] of Object.entries(ratios))
    console.log(
      `${what.padEnd(14)} median ratio of ${pairs} pairs ${median(list).toFixed(3)} (${Math.min(...list).toFixed(3)} to ${Math.max(...list).toFixed(3)})`,
    );
  console.log(`load after: ${loadavg()[0]!.toFixed(1)}`);
  const holds = Object.values(ratios).every((list) => median(list) <= CLAIM);
  console.log(`${holds ? 'holds' : 'does not hold'}: with a network of its own at most ${CLAIM} of the time`);
  process.exitCode = holds ? 0 : 1;
} finally {
  await stopEngine(ENGINE);
  rmSync(app, { recursive: true, force: true });
}
