import { statSync } from 'node:fs';
import { median, spread } from '../statistics.ts';
import type { BenchTable } from '../table.ts';
import { PEERS } from './bundles.ts';
import { EXAMPLES, type Kind } from './deployed.ts';
import { coldMs, type Measured, shareOf } from './start.ts';

/** A function, or a peer, and all of its runs. */
export interface Contender {
  name: string;
  kind: Kind;
  /** MB. */
  memory: number;
  bundle: string;
  event: string;
  runs: (Measured & { calls: number })[];
}

const GOAL = { powertools: 0.4, bare: 0.8 };
const WARM_GOAL = 0.4;

/** A call of DynamoDB from a function takes so long (ms): "single-digit milliseconds"; the stub answers at once. */
const CALL_MS = 4;

/** us-east-1, arm64, a GB-second ($), 2026-11-28: https://aws.amazon.com/lambda/pricing/ */
const GB_SECOND = 0.0000133334;

const MEMORIES = [128, 256, 512, 1024, 1769];

const isPeer = ({ name }: Contender): boolean => !name.includes('/');
const colds = ({ runs, memory }: Contender): number[] => runs.map((run) => coldMs(run, memory));
const middle = ({ runs }: Contender, part: 'init' | 'first'): number => median(runs.map((run) => run[part]));
const warmsOf = ({ runs }: Contender): number[] => runs.flatMap(({ warm }) => warm ?? []);
const kib = (file: string): string => (statSync(file).size / 1024).toFixed(0);

/** One row a function: what its first caller waits for, as a ratio to the peers of its kind. */
export function coldStarts(all: Contender[], rounds: number): BenchTable {
  const peerMs = (peer: string, kind: Kind) =>
    median(colds(all.find(({ name }) => name === `${peer} ${kind}`)!));
  const ratio = (one: Contender, peer: string) => median(colds(one)) / peerMs(peer, one.kind);
  const ours = all.filter((one) => !isPeer(one));
  const met = PEERS.map((peer) => ours.filter((one) => ratio(one, peer) <= GOAL[peer]).length);
  return {
    title: 'Cold starts of functions',
    explanation: `Init and first invocation in a fresh process, in ms of the processor, ${rounds} of each in turns, beside the same work (a get, a POST like place-order, a saga step, which stands for consumers too) with Powertools, Middy, lib-dynamodb and zod, and with the SDK alone by hand, both bundled with SST's options of esbuild. Init has a whole processor; the first invocation has the share of the function's memory, and that of the peers is 512 MB. AWS is a stub on this machine over TLS.`,
    columns: [
      'function',
      'MB',
      'KiB',
      'init',
      'first, by a whole processor',
      'cold start, ms (quartiles)',
      'to Powertools',
      'to the SDK by hand',
      'answer',
    ],
    rows: all.map((one) => [
      one.name,
      String(one.memory),
      kib(one.bundle),
      middle(one, 'init').toFixed(0),
      middle(one, 'first').toFixed(0),
      spread(colds(one), 0),
      ...PEERS.map((peer) => ratio(one, peer).toFixed(2)),
      String(one.runs[0]!.status),
    ]),
    notes: [
      `The goal is ${GOAL.powertools} of Powertools and ${GOAL.bare} of the SDK by hand: ${met[0]} and ${met[1]} of ${ours.length} functions are within it.`,
      `What keeps the others from it: a function is compared with the peer of its kind, whatever more it does. Those that hash passwords do that for 200 ms. Those that call services, and the instances, carry Connect and protobuf's reflection (130 KiB, and most of what the init of an instance is longer than that of a step), which encode their calls; messages in JSON by the schemas of proto/ would do without. place-order and steps with several writes spend what is left of their first request in code that has never run: what SDK and V8 do at a first transaction. And in every init is ${connectionMs(all)} ms that nobody can do without: Node's code for HTTPS and one connection. A process that starts from a snapshot would, which Lambda has for Java, Python and .NET, and not for Node.`,
    ],
  };
}

const connectionMs = (all: Contender[]): string =>
  middle(all.find(({ name }) => name === 'a connection alone')!, 'init').toFixed(0);

/** What a warm request takes, and what of it is not the SDK's. */
export function warmRequests(all: Contender[]): BenchTable {
  const of = (name: string) => median(warmsOf(all.find((one) => one.name === name)!)) * 1000;
  const kinds = (Object.keys(EXAMPLES) as Kind[]).filter((kind) =>
    all.some(({ name }) => name === EXAMPLES[kind]),
  );
  const rows = kinds.map((kind) => {
    const [ours, powertools, bare] = [EXAMPLES[kind], `powertools ${kind}`, `bare ${kind}`].map(of) as [
      number,
      number,
      number,
    ];
    return { kind, values: [ours, powertools, bare, ours - bare, powertools - bare] };
  });
  const ratioOf = ({ values }: { values: number[] }) => values[3]! / values[4]!;
  const holds = rows.every((row) => ratioOf(row) <= WARM_GOAL) ? 'is met' : 'is not met';
  return {
    title: 'Warm requests',
    explanation:
      'Microseconds of the processor a request, with logs, metrics and traces on, its calls of AWS included; and how much of it is more than with the SDK by hand.',
    columns: [
      'kind',
      'ours',
      'Powertools',
      'SDK by hand',
      'ours, more',
      'Powertools, more',
      'ratio of these',
    ],
    rows: rows.map((row) => [row.kind, ...row.values.map((one) => one.toFixed(0)), ratioOf(row).toFixed(2)]),
    notes: [
      `The goal, at most ${WARM_GOAL} of what Powertools adds, ${holds}.`,
      'What is more is the difference of two medians, a twentieth to a quarter of either: three runs of 2026-11-28 had 0.08, 0.34 and 0.41 for a step, and less for the others.',
    ],
  };
}

/** What each memory would mean for one function of each kind. */
export function memories(some: Contender[]): BenchTable {
  const rows = some.flatMap((one) => {
    const warm = median(warmsOf(one));
    const calls = Math.round(median(one.runs.map((run) => run.calls)));
    return MEMORIES.map((memory) => {
      const ms = calls * CALL_MS + warm / shareOf(memory);
      const dollars = (ms / 1000) * (memory / 1024) * GB_SECOND * 1e6;
      const cold = median(one.runs.map((run) => coldMs(run, memory)));
      const mark = memory === one.memory ? ' (deployed)' : '';
      return [
        one.name,
        `${memory}${mark}`,
        shareOf(memory).toFixed(2),
        cold.toFixed(0),
        ms.toFixed(1),
        dollars.toFixed(2),
      ];
    });
  });
  return {
    title: 'Memory of functions',
    explanation: `What each memory means for one function of each kind, from the processor time of the tables above: the share of a processor, the cold start, a warm invocation (each of its calls taken as ${CALL_MS} ms of waiting, one after the other), and the price of a million of these (us-east-1, arm64, without the request's own).`,
    columns: ['function', 'MB', 'share', 'cold start, ms', 'warm, ms', '$ a million'],
    rows,
  };
}
