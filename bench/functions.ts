/**
 * Cold starts of every endpoint, saga step, consumer and instance, and what a warm POST takes, beside the stack that is recommended for
 * such functions and beside the SDK used by hand. Each start is a fresh process of the Node that Lambda runs, which loads the
 * bundle and answers one event; AWS is a stub on this machine, over TLS. Time is that of the processor, since machines are shared:
 * the first invocation's is divided by the share of a processor that Lambda gives for the function's memory.
 *
 *     node bench/functions.ts [seconds] [--only=<regular expression of names>]
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inLocal, inRoot } from '../paths.ts';
import { BENCHES } from './benches.ts';
import { AwsStub } from './functions/aws-stub.ts';
import { bundleFunctions, bundlePeers, KINDS, PEERS } from './functions/bundles.ts';
import { deployedFunctions, EXAMPLES, SETTINGS } from './functions/deployed.ts';
import { identity } from './functions/identity.ts';
import { startOnce } from './functions/start.ts';
import { type Contender, coldStarts, memories, warmRequests } from './functions/tables.ts';
import { inRounds } from './rounds.ts';
import { type BenchTable, numbersGiven, printTables } from './table.ts';

/** How many requests follow the first where what a warm one takes is measured. */
const WARM = 300;

/** The same of one that hashes a password, which takes a fifth of a second. */
const WARM_HASHES = 5;
const HASHES = 'users/api/create-token';

/** Every function and every peer, bundled, with the event that it gets. */
async function contenders(folder: string, token: string): Promise<Contender[]> {
  const functions = deployedFunctions(token);
  const eventOf = (name: string) => join(folder, `${name.replaceAll('/', '.')}.json`);
  for (const { name, event } of functions) writeFileSync(eventOf(name), JSON.stringify(event));
  const bundleOf = await bundleFunctions(join(folder, 'ours'));
  const peerOf = await bundlePeers(join(folder, 'peers'));
  const peers = KINDS.flatMap((kind) =>
    PEERS.map((peer) => ({
      name: `${peer} ${kind}`,
      kind,
      memory: 512,
      bundle: peerOf(peer, kind),
      event: eventOf(EXAMPLES[kind]),
    })),
  );
  const ours = functions.map(({ event: _, ...one }) => ({
    ...one,
    bundle: bundleOf(one.name),
    event: eventOf(one.name),
  }));
  const connection = {
    name: 'a connection alone',
    kind: 'get' as const,
    memory: 512,
    bundle: inRoot('bench', 'functions', 'peers', 'connection.mjs'),
    event: eventOf(EXAMPLES.get),
  };
  return [...ours, ...peers, connection].map((one) => ({ ...one, runs: [] }));
}

export async function measure(): Promise<BenchTable[]> {
  const [seconds = BENCHES.functions.seconds] = numbersGiven();
  const only = new RegExp(
    process.argv.find((word) => word.startsWith('--only='))?.slice('--only='.length) ?? '',
  );
  const folder = inLocal('bench', `functions-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const stub = new AwsStub(folder);
  try {
    const { token, environment } = await identity();
    const settings = { ...SETTINGS, ...environment, ...(await stub.start()) };
    const made = await contenders(folder, token);
    const all = made.filter(({ name }) => only.test(name) || !name.includes('/'));
    const answering = new Set([...Object.values(EXAMPLES), 'users/rpc', 'gateway/api/get-me', HASHES]);
    const rounds = await inRounds({ seconds, least: 3, most: 8 }, async (round) => {
      for (const one of round % 2 ? all.toReversed() : all) {
        // A warm request is measured where it is compared, and not in each round, since it takes seconds.
        const isWarm = round % 2 === 0 && (answering.has(one.name) || !one.name.includes('/'));
        const warm = isWarm ? (one.name === HASHES ? WARM_HASHES : WARM) : 0;
        const before = stub.requests;
        const run = await startOnce({ ...one, warm }, settings);
        one.runs.push({ ...run, calls: (stub.requests - before) / (warm + 1) });
      }
    });
    return [
      coldStarts(all, rounds),
      warmRequests(all),
      memories(all.filter(({ name }) => answering.has(name))),
    ];
  } finally {
    stub.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) await printTables(measure);
