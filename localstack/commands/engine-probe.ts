import { writeFileSync } from 'node:fs';
import { type Report, runSteps } from '@serverless-orders/command-line/progress';
import { UserError } from '@serverless-orders/command-line/user-error';
import type { Command } from '../../cli/main.ts';
import { engineStatus, ensureEngine, stopEngine } from '../engine/engine.ts';
import { KINDS } from '../engine/kinds.ts';
import { engineOf, namedStage } from '../engine/stage-engine.ts';
import { enginesPage } from '../parity/page.ts';
import { type Outcome, outcomes, probeLines, probeSummary } from '../parity/print.ts';
import { runRows } from '../parity/run-rows.ts';
import { readResults, readTimes, writeResults } from '../parity/stored-results.ts';
import { table } from '../parity/table.ts';
import { inRoot } from '../paths.ts';
import { engineAddress } from '../sst/endpoint.ts';

interface Probed {
  endpoint: string;
  /** Which kind it is; undefined for the user's own engine unless ENGINE names it. */
  kind: string | undefined;
  /** Whether it was started for the probe only. */
  own: boolean;
}

/**
 * `npm run engine:probe`: what the engine does of what the program relies on. The engine is that of AWS_ENDPOINT_URL, or
 * the one that `npm start` has started; or one that is started for this and stopped again, of the kind that ENGINE names.
 */
export const engineProbe: Command = {
  summary: 'tries on the engine what the program relies on (-- sfn ddb-transact, -- --write, -- --page)',
  async run(args) {
    if (args.includes('--page')) return writeStored(args);
    const write = args.includes('--write');
    const filters = args.filter((arg) => arg !== '--write');
    const rows = table.filter(({ id }) => filters.length === 0 || filters.some((part) => id.includes(part)));
    if (rows.length === 0)
      throw new UserError(`no row is called ${filters.join(' or ')}`, 'name parts of ids');
    if (write && filters.length > 0)
      throw new UserError('--write stores the whole table', 'leave out the filters');
    let engine: Probed | undefined;
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
            all = outcomes(rows, await runRows(rows, { endpoint: engine!.endpoint, report }));
          },
        },
      ]);
    } finally {
      if (engine?.own) await stopEngine(ownName(engine.kind));
    }
    console.log(probeLines(all).join('\n'));
    if (write) writePage(all, engine!);
    console.log(`\n${probeSummary(all, `${engine!.kind ?? 'your engine'} (${engine!.endpoint})`)}`);
    return all.some(({ verdict }) => verdict === 'broken') ? 1 : 0;
  },
};

async function findEngine(report: Report): Promise<Probed> {
  const { AWS_ENDPOINT_URL: endpoint, ENGINE } = process.env;
  if (endpoint) return { endpoint: engineAddress(endpoint), kind: ENGINE || undefined, own: false };
  const { name, kind } = engineOf(namedStage());
  const running = await engineStatus(name);
  if (running) return { endpoint: running.endpoint, kind: kind.id, own: false };
  const started = await ensureEngine({ name: ownName(kind.id), progress: report });
  return { endpoint: started.endpoint, kind: kind.id, own: true };
}

const ownName = (kind: string | undefined): string => `probe-${kind}`;

/** Stores what was seen, and writes docs/engines.md of what is stored of all engines. */
function writePage(all: Outcome[], { kind }: Probed): void {
  if (!kind)
    throw new UserError('it is not known which engine that is', 'set ENGINE to its kind, as in kinds.ts');
  writeResults(
    kind,
    all.map(({ result }) => result),
  );
  writeEnginesPage();
}

/** `-- --page`: writes docs/engines.md of what is stored, after the wall times in docs/engines/times.json were changed. */
function writeStored(args: string[]): number {
  if (args.length > 1) throw new UserError('--page tries nothing', 'leave out everything else');
  writeEnginesPage();
  console.log('docs/engines.md is written');
  return 0;
}

function writeEnginesPage(): void {
  const engines = KINDS.map((each) => ({ kind: each, results: readResults(each.id) }));
  writeFileSync(inRoot('docs', 'engines.md'), enginesPage(table, engines, readTimes()));
}
