import { writeFileSync } from 'node:fs';
import { flag, rest } from '@serverless-orders/command-line/arguments';
import { command } from '@serverless-orders/command-line/command';
import { action } from '@serverless-orders/command-line/declaration';
import { type Report, runSteps } from '@serverless-orders/command-line/progress';
import { UserError } from '@serverless-orders/command-line/user-error';
import {
  engineAddress,
  engineOf,
  engineStatus,
  ensureEngine,
  KINDS,
  namedStage,
  type Outcome,
  parity,
  stopEngine,
} from '@serverless-orders/localstack';
import { inRoot, root } from '../paths.ts';

/** What each kind of engine gave when it was tried last, and the wall times. */
const RESULTS = inRoot('docs', 'engines');

interface Checked {
  endpoint: string;
  /** Which kind it is; undefined for the user's own engine unless ENGINE names it. */
  kind: string | undefined;
  /** Whether it was started for the parity check only. */
  own: boolean;
}

/**
 * `npm run engine:parity`: what the engine does of what the program relies on. The engine is that of AWS_ENDPOINT_URL, or
 * the one that `npm start` has started; or one that is started for this and stopped again, of the kind that ENGINE names.
 */
export const engineParity = command({
  name: 'engine:parity',
  summary: 'tries on the engine what the program relies on (-- sfn ddb-transact, -- --write, -- --page)',
  localOnly: true,
  actions: {
    '': action({
      words: { filters: rest('part', 'of the ids of behaviours; all without one') },
      options: {
        write: flag('stores what was seen, and writes docs/engines.md'),
        page: flag('tries nothing: writes docs/engines.md of what is stored'),
      },
      run: ({ filters, write, page }) =>
        page ? writeStored(filters.length > 0 || write) : tryRows(filters, write),
    }),
  },
});

async function tryRows(filters: string[], write: boolean): Promise<number> {
  const { table, runRows, outcomes, parityLines, paritySummary } = await parity();
  const rows = table.filter(({ id }) => filters.length === 0 || filters.some((part) => id.includes(part)));
  if (rows.length === 0) throw new UserError(`no row is called ${filters.join(' or ')}`, 'name parts of ids');
  if (write && filters.length > 0)
    throw new UserError('--write stores the whole table', 'leave out the filters');
  let engine: Checked | undefined;
  let all: Outcome[] = [];
  try {
    await runSteps([
      {
        title: 'find or start the engine',
        run: async (report) => {
          engine = await findEngine(report);
        },
      },
      {
        title: `try ${rows.length} behaviours`,
        chatty: true,
        run: async (report) => {
          all = outcomes(rows, await runRows(rows, { endpoint: engine!.endpoint, report }), root);
        },
      },
    ]);
  } finally {
    if (engine?.own) await stopEngine(ownName(engine.kind));
  }
  console.log(parityLines(all).join('\n'));
  if (write) await writePage(all, engine!);
  console.log(`\n${paritySummary(all, `${engine!.kind ?? 'your engine'} (${engine!.endpoint})`)}`);
  return all.some(({ verdict }) => verdict === 'broken') ? 1 : 0;
}

async function findEngine(report: Report): Promise<Checked> {
  const { AWS_ENDPOINT_URL: endpoint, ENGINE } = process.env;
  if (endpoint) return { endpoint: engineAddress(endpoint), kind: ENGINE || undefined, own: false };
  const { name, kind } = engineOf(namedStage());
  const running = await engineStatus(name);
  if (running) return { endpoint: running.endpoint, kind: kind.id, own: false };
  const started = await ensureEngine({ name: ownName(kind.id), progress: report });
  return { endpoint: started.endpoint, kind: kind.id, own: true };
}

const ownName = (kind: string | undefined): string => `parity-${kind}`;

/** Stores what was seen, and writes docs/engines.md of what is stored of all engines. */
async function writePage(all: Outcome[], { kind }: Checked): Promise<void> {
  const { writeResults } = await parity();
  if (!kind)
    throw new UserError('it is not known which engine that is', 'set ENGINE to its kind, as in kinds.ts');
  writeResults(
    RESULTS,
    kind,
    all.map(({ result }) => result),
  );
  await writeEnginesPage();
}

/** `-- --page`: writes docs/engines.md of what is stored, after the wall times in docs/engines/times.json were changed. */
async function writeStored(more: boolean): Promise<number> {
  if (more) throw new UserError('--page tries nothing', 'leave out everything else');
  await writeEnginesPage();
  console.log('docs/engines.md is written');
  return 0;
}

async function writeEnginesPage(): Promise<void> {
  const { enginesPage, readResults, readTimes, table } = await parity();
  const engines = KINDS.map((kind) => ({ kind, results: readResults(RESULTS, kind.id) }));
  writeFileSync(inRoot('docs', 'engines.md'), enginesPage(table, engines, readTimes(RESULTS), root));
}
