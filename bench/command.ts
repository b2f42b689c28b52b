import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { rest, UsageError } from '@serverless-orders/command-line/arguments';
import { command } from '@serverless-orders/command-line/command';
import { action } from '@serverless-orders/command-line/declaration';
import { pinnedNode } from '@serverless-orders/localstack';
import { run } from '../packages/command-line/process-run.ts';
import { runSteps } from '../packages/command-line/progress.ts';
import { inRoot, root } from '../paths.ts';
import { BENCHES, HANGS } from './benches.ts';
import { type BenchTable, JSON_OPTION, toMarkdown } from './table.ts';

type Name = keyof typeof BENCHES;
const NAMES = Object.keys(BENCHES) as Name[];
const PAGE = inRoot('docs', 'performance.md');

/** `npm run bench`: measures all that is claimed about speed, or what is named, and writes the tables of that in docs/performance.md anew. */
export const bench = command({
  name: 'bench',
  summary: 'measures the project beside its peers and writes docs/performance.md',
  localOnly: true,
  actions: {
    '': action({
      words: { names: rest('bench', `which ones, and no other table is touched: ${NAMES.join(', ')}`) },
      run: ({ names }) => runBenches(names),
    }),
  },
});

async function runBenches(names: string[]): Promise<number> {
  const unknown = names.find((name) => !NAMES.includes(name as Name));
  if (unknown) throw new UsageError(`there is no bench "${unknown}": they are ${NAMES.join(', ')}`);
  const chosen = names.length > 0 ? (names as Name[]) : NAMES;
  const tables: BenchTable[] = [];
  const began = new Date().toISOString().slice(0, 10);
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
  const [head = '', ...sections] = readFileSync(PAGE, 'utf8')
    .trim()
    .split(/\n+(?=## )/);
  const stated = `Measured on ${began} on ${machine()}.`;
  writeFileSync(PAGE, toPage(head, isWhole ? [] : sections, tables, stated));
  console.log(`docs/performance.md has ${tables.length} new tables`);
  return measured === chosen.length ? 0 : 1;
}

/** Runs a bench as a process of its own: what one leaves in memory does not slow the next. @throws Error with its last lines. */
async function runBench(name: Name, report: (text: string) => void): Promise<BenchTable[]> {
  const { program, seconds } = BENCHES[name];
  const limitS = HANGS * seconds;
  const { code, stdout, output, timedOut } = await run(pinnedNode(), [program, JSON_OPTION], {
    cwd: root,
    timeoutMs: limitS * 1000,
    onLine: (line) => !line.startsWith('[') && report(line),
  });
  const end = output.split('\n').slice(-20).join('\n');
  if (code !== 0) throw new Error(timedOut ? `took over ${limitS} s\n${end}` : end);
  return JSON.parse(stdout.trim().split('\n').at(-1)!);
}

function machine(): string {
  const [processor] = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  return `${availableParallelism()} cores of ${processor?.model ?? 'an unknown processor'}, ${memory} GiB, Linux, a load of ${loadavg()[2]!.toFixed(1)} over 15 minutes`;
}

/** The page with these tables in the place of sections of the same titles, or after all others; each says when and where it was measured. */
function toPage(head: string, sections: string[], tables: BenchTable[], measured: string): string {
  const byTitle = new Map(sections.map((section) => [section.slice(3, section.indexOf('\n')), section]));
  for (const table of tables) byTitle.set(table.title, `${toMarkdown(table)}\n\n${measured}`);
  return `${[head, ...byTitle.values()].join('\n\n')}\n`;
}
