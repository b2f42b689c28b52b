/**
 * How much of a deploy is the stand-in's and the engine's? The same deploy of an app of 46 functions and 34 routes with
 * the engine; with handlers that answer without calling it; and that once more with the Pulumi SDK as it is shipped,
 * without what the stand-in saves in it: the program's own run. Machines differ, and from hour to hour, so what is
 * claimed is the share: stand-in and engine add at most as much as the program's own run takes.
 *
 *     node bench/deploy.ts [rounds, 2]
 */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureEngine, pinnedNode, stopEngine } from '@serverless-orders/localstack';
import { parseSstCommand } from '../localstack/sst/command.ts';
import { runLocal } from '../localstack/sst/run-local.ts';
import { inLocal, inRoot } from '../paths.ts';

const ENGINE = 'bench';
const STAGE = ['--stage', 'test-bench'];
const rounds = Number(process.argv[2] ?? 2);
const app = inLocal('bench', String(process.pid));
const places = { app, local: join(app, '.local') };

/** Seconds that a call of the CLI takes. */
async function seconds(endpoint: string, args: string[], env: Record<string, string>): Promise<number> {
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

mkdirSync(app, { recursive: true });
cpSync(inRoot('bench', 'deploy', 'app'), app, { recursive: true });
try {
  const { endpoint } = await ensureEngine({ name: ENGINE });
  const ways: [string, Record<string, string>][] = [
    ['with the engine', {}],
    ['without a call', { SST_PULUMI_PATH: nullPulumi() }],
    ['its own run', { SST_PULUMI_PATH: nullPulumi(), PLAIN_SDK: '1' }],
  ];
  await seconds(endpoint, ['install'], {});
  // The first deploy fills caches that the following ones of either way use.
  await seconds(endpoint, ['deploy'], {});
  await seconds(endpoint, ['remove'], {});
  const best: Record<string, Record<string, number>> = {};
  for (let round = 0; round < rounds; round++) {
    for (const [way, env] of ways) {
      best[way] ??= {};
      const times = best[way];
      for (const [what, args] of [
        ['fresh', ['deploy']],
        ['no change', ['deploy']],
        ['remove', ['remove']],
      ] as const) {
        times[what] = Math.min(times[what] ?? Infinity, await seconds(endpoint, [...args], env));
      }
    }
  }
  const column = (text: string) => text.padStart(18);
  console.log(
    `seconds, best of ${rounds}`.padEnd(24) +
      ways.map(([way]) => column(way)).join('') +
      column('added share'),
  );
  const shares = (['fresh', 'no change', 'remove'] as const).map((what) => {
    const times = ways.map(([way]) => best[way]?.[what] ?? Number.NaN);
    const [real = Number.NaN, , own = Number.NaN] = times;
    const share = real / own - 1;
    console.log(
      what.padEnd(24) + times.map((time) => column(time.toFixed(1))).join('') + column(share.toFixed(2)),
    );
    return share;
  });
  const holds = shares[0]! <= 1 && shares[1]! <= 1;
  console.log(
    `${holds ? 'holds' : 'does not hold'}: stand-in and engine add at most as much as the program's own run`,
  );
  process.exitCode = holds ? 0 : 1;
} finally {
  await stopEngine(ENGINE);
  rmSync(app, { recursive: true, force: true });
}
