import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { rest, UsageError } from '@serverless-orders/command-line/arguments';
import { command } from '@serverless-orders/command-line/command';
import { action } from '@serverless-orders/command-line/declaration';
import { pinnedNode } from '@serverless-orders/localstack';
import { run } from '../packages/command-line/process-run.ts';
import { runSteps } from '../packages/command-line/progress.ts';
import { inRoot, root } from '../paths.ts';
import { BENCHES } from './benches.ts';
import { type BenchTable, JSON_OPTION, toMarkdown } from './table.ts';

type Name = keyof typeof BENCHES;
const NAMES = Object.keys(BENCHES) as Name[];
const PAGE = inRoot('docs', 'performance.md');

/** `npm run bench`: measures all that is claimed about speed, and writes docs/performance.md; with names it prints those alone. */
export const bench = command({
  name: 'bench',
  summary: 'measures the project beside its peers and writes docs/performance.md',
  localOnly: true,
  actions: {
    '': action({
      words: { names: rest('bench', `which ones, without writing: ${NAMES.join(', ')}`) },
      run: ({ names }) => runBenches(names),
    }),
  },
});

async function runBenches(names: string[]): Promise<number> {
  const unknown = names.find((name) => !NAMES.includes(name as Name));
  if (unknown) throw new UsageError(`there is no bench "${unknown}": they are ${NAMES.join(', ')}`);
  const chosen = names.length > 0 ? (names as Name[]) : NAMES;
  const tables: BenchTable[] = [];
  const began = new Date();
  let measured = 0;
  await runSteps(
    chosen.map((name) => ({
      title: name,
      chatty: true,
      run: async (report) => {
        tables.push(...(await runBench(name, report)));
        measured += 1;
      },
    })),
    { keepGoing: true },
  );
  const isWhole = measured === NAMES.length;
  if (isWhole) writeFileSync(PAGE, toPage(tables, began));
  console.log(isWhole ? 'docs/performance.md is written' : tables.map(toMarkdown).join('\n\n'));
  return measured === chosen.length ? 0 : 1;
}

/** Runs a bench as a process of its own: what one leaves in memory does not slow the next. @throws Error with its last lines. */
async function runBench(name: Name, report: (text: string) => void): Promise<BenchTable[]> {
  const { program, limitS } = BENCHES[name];
  const { code, stdout, output, timedOut } = await run(pinnedNode(), [program, JSON_OPTION], {
    cwd: root,
    timeoutMs: limitS * 1000,
    onLine: (line) => !line.startsWith('[') && report(line),
  });
  const end = output.split('\n').slice(-20).join('\n');
  if (code !== 0) throw new Error(timedOut ? `took over ${limitS} s\n${end}` : end);
  return JSON.parse(stdout.trim().split('\n').at(-1)!);
}

function toPage(tables: BenchTable[], began: Date): string {
  const [processor] = cpus();
  const minutes = ((Date.now() - began.getTime()) / 60_000).toFixed(0);
  const machine = `${availableParallelism()} cores of ${processor?.model ?? 'an unknown processor'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Linux, a load of ${loadavg()[2]!.toFixed(1)} over the last 15 minutes`;
  return `${[
    '# Performance',
    '',
    `Written by \`npm run bench\` on ${began.toISOString().slice(0, 10)} in ${minutes} minutes: ${machine}. Machines differ, and so do hours on shared cores: ratios hold, and each contender took turns with its peers in the same run.`,
    ...tables.flatMap((table) => ['', toMarkdown(table)]),
  ].join('\n')}\n`;
}
