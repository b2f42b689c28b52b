/**
 * What do logs, metrics and traces cost a function, ours beside Powertools for AWS? Both write one structured line, one line of
 * embedded metrics and one traced part a request, sampled, to the same daemon's port; both are bundled as functions are and lie
 * beside a DynamoDB client, as in every function. A function without any is what is subtracted, in the same round; what writes the same as
 * constants, with the two packages that ours is bound to, is the least that could be added. They take turns, each time in a process of its
 * own; what is measured is time of the processor, since machines are shared.
 *
 *     node bench/observability.ts [seconds]
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { run } from '../packages/command-line/process-run.ts';
import { inLocal, inRoot, root } from '../paths.ts';
import { BENCHES } from './benches.ts';
import { type Measured, openDaemon, runOnce } from './observability/environments.ts';
import { inRounds } from './rounds.ts';
import { median, spread } from './statistics.ts';
import { type BenchTable, numbersGiven, printTables } from './table.ts';

const NAMES = ['bare', 'least', 'ours', 'powertools'] as const;
const LIMIT = { coldMs: 4, warmMicroseconds: 60 };
/** Requests after a cold start, in every third round. */
const REQUESTS = 10_000;

type Name = (typeof NAMES)[number];
type Round = Record<Name, Measured>;

/** One round: each contender once. @throws Error if one has not done its work. */
async function oneRound(folder: string, daemon: Awaited<ReturnType<typeof openDaemon>>, index: number) {
  const requests = index % 3 === 0 ? REQUESTS : 0;
  const round: Partial<Round> = {};
  for (const name of index % 2 ? NAMES.toReversed() : NAMES) {
    const before = daemon.datagrams;
    const { lines, ...measured } = await runOnce(join(folder, `${name}.mjs`), daemon.address, requests);
    if (name !== 'bare' && daemon.datagrams === before) throw new Error(`${name} has traced nothing`);
    const expected = name === 'bare' ? 0 : 2 * (requests + 1);
    if (lines !== expected) throw new Error(`${name} has written ${lines} lines, and not ${expected}`);
    round[name] = measured;
  }
  return round as Round;
}

export async function measure(): Promise<BenchTable[]> {
  const [seconds = BENCHES.observability.seconds] = numbersGiven();
  const folder = inLocal('bench', `observability-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const daemon = await openDaemon();
  try {
    const bun = inRoot('node_modules', '.bin', 'bun');
    const built = await run(bun, ['bench/observability/build.mjs', folder, ...NAMES], {
      cwd: root,
      timeoutMs: 60_000,
    });
    if (built.code !== 0) throw new Error(built.output);
    const all: Round[] = [];
    await inRounds({ seconds, least: 7, most: 21 }, async (index) => {
      all.push(await oneRound(folder, daemon, index));
    });
    const sizes = Object.fromEntries(NAMES.map((name) => [name, sizeOf(join(folder, `${name}.mjs`))]));
    return [tableOf(all, sizes as Record<Name, Size>)];
  } finally {
    daemon.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Size {
  kib: number;
  gzipped: number;
}

function sizeOf(bundle: string): Size {
  const code = readFileSync(bundle);
  return { kib: code.length / 1024, gzipped: gzipSync(code).length / 1024 };
}

function tableOf(rounds: Round[], sizes: Record<Name, Size>): BenchTable {
  const warmRounds = rounds.filter(({ bare }) => bare.warm > 0);
  const added = (name: Name) => ({
    kib: sizes[name].kib - sizes.bare.kib,
    gzipped: sizes[name].gzipped - sizes.bare.gzipped,
    cold: rounds.map((round) => round[name].cold - round.bare.cold),
    warm: warmRounds.map((round) => round[name].warm - round.bare.warm),
  });
  const row = (title: string, { kib, gzipped, cold, warm }: ReturnType<typeof added>) => [
    title,
    `${kib.toFixed(0)} / ${gzipped.toFixed(0)}`,
    spread(cold),
    spread(warm),
  ];
  const bare = {
    ...sizes.bare,
    cold: rounds.map((round) => round.bare.cold),
    warm: warmRounds.map((round) => round.bare.warm),
  };
  const [least, ours, theirs] = [added('least'), added('ours'), added('powertools')];
  const ratio = (key: 'cold' | 'warm') => (median(theirs[key]) / median(ours[key])).toFixed(1);
  const holds =
    median(ours.cold) <= LIMIT.coldMs && median(ours.warm) <= LIMIT.warmMicroseconds
      ? 'holds'
      : 'does not hold';
  return {
    title: 'Logs, metrics and traces beside Powertools',
    explanation: [
      `Medians and quartiles of ${rounds.length} cold starts, and of ${warmRounds.length} times ${REQUESTS} requests after them, in time of the processor.`,
      'What is added is the difference to a function without any in the same round.',
    ].join('\n'),
    columns: ['', 'KiB / gzipped', 'cold start, ms', 'a warm request, microseconds'],
    rows: [
      row('a function without any', bare),
      row("OpenTelemetry's API, X-Ray's emitter and this output alone add", least),
      row('ours adds', ours),
      row('Powertools 2.36.0 adds', theirs),
      ['ratio', (theirs.kib / ours.kib).toFixed(1), ratio('cold'), ratio('warm')],
    ],
    notes: [
      `The target, ${LIMIT.coldMs} ms of a cold start and ${LIMIT.warmMicroseconds} microseconds a warm request, ${holds}: docs/tracing.md says where the time goes, and what nothing that uses these packages can do without.`,
    ],
  };
}

if (import.meta.main) await printTables(measure);
