/**
 * What does a deployment to this machine take that is not the program's own? Deployments of an app of 46 functions and 34 routes:
 *
 * - How much of one is the stand-in's and the engine's? With the engine; with handlers that answer without calling it; and that once
 *   more with the Pulumi SDK as it is shipped, without what the stand-in saves in it: the program's own run. Machines differ, and
 *   from hour to hour, so what is claimed is the share: stand-in and engine add at most as much as the program's own run takes.
 * - What does the network of its own cost? With it and without, in pairs, one after the other, the order turned round from pair to
 *   pair. What is claimed is the ratio of a pair, and of the pairs the median: no more than 1.05.
 *
 *     node bench/deploy.ts [seconds]
 */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureEngine, pinnedNode, stopEngine } from '@serverless-orders/localstack';
import type { RunLocalOptions } from '../localstack/sst/run-local.ts';
import { inLocal, inRoot } from '../paths.ts';
import { BENCHES } from './benches.ts';
import { inRounds } from './rounds.ts';
import { ENGINE, sst } from './sst.ts';
import { median, spread } from './statistics.ts';
import { type BenchTable, numbersGiven, printTables } from './table.ts';

/** What is timed, in this order. */
const COMMANDS: [what: string, word: string][] = [
  ['fresh', 'deploy'],
  ['no change', 'deploy'],
  ['remove', 'remove'],
];
/** How a deployment is made: in the machine's network and in its own. */
const WITH_ENGINE = ['openNetwork', 'engine'] as const;
/** And in the first round of so many also: */
const WITHOUT_ENGINE = ['withoutEngine', 'program'] as const;
const ROUNDS_A_TURN = 3;
const CLAIM = { share: 2, network: 1.05 };

type Way = (typeof WITH_ENGINE | typeof WITHOUT_ENGINE)[number];
type Options = Pick<RunLocalOptions, 'env' | 'isolate'>;
/** Seconds, by way, of each of the commands. */
type Round = Partial<Record<Way, number[]>>;

const [seconds = BENCHES.deploy.seconds] = numbersGiven();
const app = inLocal('bench', String(process.pid));
const places = { app, local: join(app, '.local') };

function run(endpoint: string, word: string, { env, ...options }: Options = {}): Promise<number> {
  return sst(word, {
    endpoint,
    places,
    env: { BUN_INSTALL_CACHE_DIR: inLocal('cache', 'bun'), ...env },
    warn: (line) => {
      throw new Error(line);
    },
    ...options,
  });
}

async function timed(endpoint: string, options: Options): Promise<number[]> {
  const times: number[] = [];
  for (const [, word] of COMMANDS) times.push(await run(endpoint, word, options));
  return times;
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

/** The same app by all ways in turns. */
export async function measure(): Promise<BenchTable[]> {
  mkdirSync(app, { recursive: true });
  cpSync(inRoot('bench', 'deploy', 'app'), app, { recursive: true });
  try {
    const { endpoint } = await ensureEngine({ name: ENGINE });
    const SST_PULUMI_PATH = nullPulumi();
    const options: Record<Way, Options> = {
      openNetwork: { isolate: false },
      engine: {},
      withoutEngine: { env: { SST_PULUMI_PATH } },
      program: { env: { SST_PULUMI_PATH, PLAIN_SDK: '1' } },
    };
    // The first deployment installs SST's platform, and fills caches that the following ones of any way use.
    await run(endpoint, 'deploy');
    await run(endpoint, 'remove');
    const rounds: Round[] = [];
    await inRounds({ seconds, least: 2, most: 6 }, async (index) => {
      const round: Round = {};
      const ways: Way[] = [...WITH_ENGINE, ...(index % ROUNDS_A_TURN === 0 ? WITHOUT_ENGINE : [])];
      for (const way of index % 2 ? ways.toReversed() : ways)
        round[way] = await timed(endpoint, options[way]);
      rounds.push(round);
    });
    return [shares(rounds.filter(({ program }) => program)), network(rounds)];
  } finally {
    await stopEngine(ENGINE);
    rmSync(app, { recursive: true, force: true });
  }
}

/** Of rounds with every way. */
function shares(rounds: Round[]): BenchTable {
  const middle = (way: Way, at: number) => median(rounds.map((round) => round[way]![at]!));
  const shareOf = (at: number) => middle('engine', at) / middle('program', at);
  const holds = COMMANDS.every(([what], at) => what === 'remove' || shareOf(at) <= CLAIM.share);
  return {
    title: 'A deployment to this machine',
    explanation: `An app of 46 functions and 34 routes; seconds, medians of ${rounds.length} rounds in turns. The program's own run is SST and its Pulumi program as they are shipped, with handlers that answer without doing anything.`,
    columns: ['', 'with the engine', 'without a call of it', "the program's own run", 'ratio'],
    rows: COMMANDS.map(([what], at) => [
      what,
      ...(['engine', ...WITHOUT_ENGINE] as const).map((way) => middle(way, at).toFixed(1)),
      shareOf(at).toFixed(2),
    ]),
    notes: [
      `That stand-in and engine add at most as much as the program's own run takes ${holds ? 'holds' : 'does not hold'}.`,
    ],
  };
}

function network(rounds: Round[]): BenchTable {
  const ratios = (at: number) => rounds.map(({ engine, openNetwork }) => engine![at]! / openNetwork![at]!);
  const holds = COMMANDS.every((_, at) => median(ratios(at)) <= CLAIM.network);
  return {
    title: "A deployment's network of its own",
    explanation: `The same deployments of an app of 46 functions and 34 routes with it and without, in ${rounds.length} pairs; median and quartiles of the pairs' ratios.`,
    columns: ['', 'with : without'],
    rows: COMMANDS.map(([what], at) => [what, spread(ratios(at), 3)]),
    notes: [`That it takes at most ${CLAIM.network} of the time ${holds ? 'holds' : 'does not hold'}.`],
  };
}

if (import.meta.main) await printTables(measure);
