/**
 * How long does it take from saving a file until the new code answers? A function, what all functions share, and the state machine
 * are saved in turns while `npm run dev` runs, and once each for a deployment of the same change: by `sst deploy`, which is the
 * other way to have a change run. And how long does the whole shop take to be deployed? On an engine of its own, in a
 * copy of this project.
 *
 *     node bench/dev.ts [seconds]
 */
import { DescribeStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { poll } from '../packages/command-line/wait.ts';
import { BENCHES } from './benches.ts';
import { Checkout } from './checkout.ts';
import { inRounds } from './rounds.ts';
import { median, spread } from './statistics.ts';
import { type BenchTable, numbersGiven, printTables } from './table.ts';

/** How long new code may take until it answers, and how often it is asked for (ms). */
const ASKING = { timeoutMs: 120_000, everyMs: 20 };

const [seconds = BENCHES.dev.seconds] = numbersGiven();
const checkout = new Checkout();

/** Something that is saved: where its text is changed, and what shows the change. */
interface Saved {
  what: string;
  file: string;
  place: string;
  /** The place with a mark in it. */
  marked: (mark: string) => string;
  /** What `npm run dev` says when all that is made of the file runs anew. */
  said: RegExp;
  /** Seconds that the goal allows. */
  goal: number;
}

const FUNCTION: Saved = {
  what: 'a function',
  file: 'functions/inventory/api/get-product.ts',
  place: 'There is no such product.',
  marked: (mark) => `There is no such product. ${mark}`,
  said: /^› updated inventory/,
  goal: 0.5,
};
const SHARED: Saved = {
  what: 'what all functions share',
  file: 'functions/platform/service-error.ts',
  place: 'super(message, {',
  marked: (mark) => `super(\`\${message} ${mark}\`, {`,
  said: /^› updated \d+ functions/,
  goal: 1.5,
};
const MACHINE: Saved = {
  what: 'the state machine',
  file: 'state-machines/order-saga.asl.json',
  place: 'The order saga:',
  marked: (mark) => `The order saga ${mark}:`,
  said: /^› (updated the state machines|deployed)/,
  goal: 1.5,
};

/** Tells what runs now: the text of an error that API Gateway passes on, the definition that Step Functions has. */
interface Stage {
  answer: () => Promise<string>;
  definition: () => Promise<string>;
}

async function stage(): Promise<Stage> {
  const { clientOptions, engineStatus } = await checkout.localstack();
  const { api, saga } = checkout.outputs<{ api: string; saga: string }>();
  const sfn = new SFNClient(clientOptions((await engineStatus('local'))!.endpoint));
  return {
    answer: async () => (await fetch(`${api}/products/none`)).text(),
    definition: async () =>
      (await sfn.send(new DescribeStateMachineCommand({ stateMachineArn: saga }))).definition!,
  };
}

const look = ({ answer, definition }: Stage, saved: Saved) => (saved === MACHINE ? definition : answer)();

/** Saves a mark. @returns a function that waits until it is in an answer. */
function save(saved: Saved, mark: string): (asked: Stage) => Promise<void> {
  checkout.save(saved.file, saved.place, saved.marked(mark));
  return async (asked) => {
    let said = '';
    const isNew = async () => {
      said = await look(asked, saved);
      return said.includes(mark);
    };
    if (!(await poll(isNew, ASKING))) throw new Error(`${saved.what} has no ${mark}: ${said.slice(0, 200)}`);
  };
}

/** Seconds from now until something is over. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

const deploy = () => checkout.command('sst', 'deploy', '--stage', 'local');

/** Deployments, by what is deployed. */
async function deployments(): Promise<Map<string, number>> {
  const { ensureEngine } = await checkout.localstack();
  const progress = (text: string) => console.error(`› ${text}`);
  await ensureEngine({ name: 'local', progress });
  // What sst installs is there before anything is measured; the engine is asked for SST's bucket and its place of parameters.
  await checkout.command('sst', 'install', '--stage', 'local');
  const times = new Map<string, number>();
  times.set('fresh', await deploy());
  times.set('no change', await deploy());
  const asked = await stage();
  for (const saved of [FUNCTION, SHARED, MACHINE]) {
    const isNew = save(saved, `(${saved.what}, deployed)`);
    const deployed = async () => {
      await deploy();
      await isNew(asked);
    };
    times.set(saved.what, await timed(deployed));
  }
  return times;
}

/** A file that is saved while `npm run dev` runs: seconds until an answer is the new code's, and until all that is made of it runs. */
interface Times {
  answers: number[];
  all: number[];
}

async function development(): Promise<Map<Saved, Times>> {
  const dev = checkout.start('dev');
  try {
    await dev.line(/^watching/);
    const asked = await stage();
    const times = new Map(
      [FUNCTION, SHARED, MACHINE].map((saved) => [saved, { answers: [], all: [] } as Times]),
    );
    await inRounds({ seconds, least: 3, most: 7 }, async (round) => {
      for (const [saved, { answers, all }] of times) {
        // The environments that the last change has ended are there again: the function is one that is being worked on.
        await asked.answer();
        const isNew = save(saved, `(${saved.what} ${round})`);
        const [answer, whole] = await Promise.all([
          timed(() => isNew(asked)),
          timed(() => dev.line(saved.said)),
        ]);
        answers.push(answer);
        all.push(whole);
      }
    });
    return times;
  } finally {
    await dev.end();
  }
}

const GOALS: [what: string, goal: number][] = [
  ['fresh', 12],
  ['no change', 4],
  [FUNCTION.what, 4],
];

/** Where the time goes, as counted on 2026-11-28. */
const SAVING = [
  'Of a saved function, Bun reads and bundles 484 files: 0.2 to 0.3 s of the processor on two threads, in a process that has built before as in a new one, since it keeps nothing between builds. The engine puts the file in for 0.01 s (0.06 s by UpdateFunctionCode), and the rest is the cold start of the new code. A bundler that keeps what it has read would do, as esbuild does, and would not be that of the deployment.',
  'Of what all functions share, those that were invoked last are built and replaced first; all take 4 to 5 s of the processor to build, and 0.02 s each to be put in. One file that functions share would do, and would not be how they are deployed.',
];
const DEPLOYING = [
  'Counted on these cores at a load of 13 to 20, where bundles take 1.8 times the processor time that they take at 3: without a change 16 s of the processor, 10 of them the Pulumi program with the stand-in, 2.3 the CLI, 2.1 the engine, 1.3 the command and 0.4 the bundles, which are kept from the last build (to build them was 7.6 s). On a fresh engine 65 s: 31 the engine for 1316 requests, six for each of 93 functions (role, policy, log group, retention, subscription, function), 19 the stand-in, 8 the bundles, 5 the CLI. Since functions are [compiled with their module](decisions/0128-functions-are-compiled-with-their-module.md), all bundles take 19 s, a changed one as long as before. So what would do is a program that SST and Pulumi need not load anew for each deployment, and an engine with more than one thread.',
];

function tables(deployed: Map<string, number>, saved: Map<Saved, Times>): BenchTable[] {
  return [
    {
      title: 'Saving a file',
      explanation: `Seconds from saving a file until the new code answers by HTTP, while npm run dev runs, and until all that is made of the file runs anew; median and quartiles of ${[...saved.values()][0]!.all.length} rounds. Beside it one deployment of the same change by sst deploy. The shop has 93 functions.`,
      columns: ['', 'answers', 'goal', 'all of it', 'by sst deploy', 'ratio'],
      rows: [...saved].map(([{ what, goal }, { answers, all }]) => [
        what,
        spread(answers, 2),
        goal.toFixed(1),
        spread(all, 2),
        deployed.get(what)!.toFixed(1),
        (median(answers) / deployed.get(what)!).toFixed(2),
      ]),
      notes: SAVING,
    },
    {
      title: 'A deployment of the whole shop',
      explanation: 'Seconds of npm run sst -- deploy, on a fresh engine and after it; one run.',
      columns: ['', 'seconds', 'goal'],
      rows: GOALS.map(([what, goal]) => [what, deployed.get(what)!.toFixed(1), goal.toFixed(1)]),
      notes: DEPLOYING,
    },
  ];
}

/** Deployments first, then saved files. */
export async function measure(): Promise<BenchTable[]> {
  await checkout.make();
  try {
    const deployed = await deployments();
    return tables(deployed, await development());
  } finally {
    await checkout.drop();
  }
}

if (import.meta.main) await printTables(measure);
