import { engineKind, engineNames, stopEngine } from '@serverless-orders/localstack';
import { withLock } from '../../packages/command-line/file-lock.ts';
import { runSteps } from '../../packages/command-line/progress.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import { inLocal } from '../../paths.ts';
import { beside } from './beside.ts';
import { type PartResult, summaryLines } from './summary.ts';
import { useOwnTemporaryFolder } from './temporary-folder.ts';

export interface PartOptions {
  /** Paths or parts of paths of test files; empty for all. */
  filters: string[];
  timeoutMs: number;
  /** Whether it gives way to everything else that runs. */
  lowPriority: boolean;
  report: (text: string) => void;
}

/** One part of the tests: a check, a project of vitest, or another command. */
export interface Part {
  title: string;
  run: (options: PartOptions) => Promise<PartResult>;
  /**
   * Runs beside the others from the beginning on, one such part after the other, and gives way to them: for what leaves
   * them alone, and can wait.
   */
  beside?: boolean;
}

interface RunOptions {
  filters?: string[];
  /** How long all parts may take together (ms): what is left then is not run, and counts as failed. */
  limitMs: number;
}

/**
 * Runs parts in two lanes, one after the other in each, whatever failed before, and prints what failed, where the time
 * went, and one line with the sums. Engines, stages and reports of the tests belong to the folder, so a second run in it
 * waits for the first.
 *
 * @returns the exit code.
 */
export function runParts(parts: Part[], { filters = [], limitMs }: RunOptions): Promise<number> {
  engineKind(process.env.ENGINE);
  return withLock(inLocal('test.lock'), () => runAll(parts, filters, limitMs), {
    timeoutMs: 2 * limitMs,
    onWait: (pid) => console.log(`› waiting for process ${pid}, which runs the tests of this folder`),
  });
}

async function runAll(parts: Part[], filters: string[], limitMs: number): Promise<number> {
  const results: PartResult[] = [];
  const end = Date.now() + limitMs;
  const removeTemporary = useOwnTemporaryFolder();
  const timed: RunPart = async ({ title, run }, lowPriority, report) => {
    const began = Date.now();
    const timeoutMs = end - began;
    const result = timeoutMs > 0 ? await run({ filters, timeoutMs, lowPriority, report }) : notRun(limitMs);
    return { ...result, title, durationMs: Date.now() - began };
  };
  const besides = runBeside(
    parts.filter(({ beside }) => beside && parts.length > 1),
    timed,
  );
  try {
    await runSteps(
      [...parts.filter((part) => !besides.has(part)), ...besides.keys()].map((part) => ({
        title: part.title,
        run: async (report) => {
          const result = await (besides.get(part)?.(report) ?? timed(part, false, report));
          results.push(result);
          if (result.failed > 0) throw new Error(`${result.failed} failed`);
        },
      })),
      { keepGoing: true },
    );
  } finally {
    await stopTestEngines();
    removeTemporary();
  }
  console.log(summaryLines(results).join('\n'));
  if (filters.length > 0 && results.every(({ passed, failed }) => passed + failed === 0))
    throw new UserError(
      `no test file matches ${filters.join(' ')}`,
      'name a piece of its path, or a part of the tests, which npm test -- --help lists',
    );
  return results.some(({ failed }) => failed > 0) ? 1 : 0;
}

type RunPart = (part: Part, lowPriority: boolean, report: PartOptions['report']) => Promise<PartResult>;

/** Begins with parts at once, one after the other. @returns for each how to wait for it; it reports from then on. */
function runBeside(
  parts: Part[],
  run: RunPart,
): Map<Part, (report: PartOptions['report']) => Promise<PartResult>> {
  const lane = parts.map((part) => ({
    part,
    listener: { report: (_: string) => {} },
    ended: Promise.withResolvers<PartResult>(),
  }));
  const runLane = async () => {
    for (const { part, listener, ended } of lane)
      await run(part, true, (text) => listener.report(text)).then(ended.resolve, ended.reject);
  };
  if (lane.length > 0) beside(runLane).catch((thrown) => lane.map(({ ended }) => ended.reject(thrown)));
  // Nobody listens before the others are through.
  for (const { ended } of lane) ended.promise.catch(() => {});
  return new Map(
    lane.map(({ part, listener, ended }) => [
      part,
      (report) => {
        listener.report = report;
        return ended.promise;
      },
    ]),
  );
}

const notRun = (limitMs: number): PartResult => ({
  passed: 0,
  failed: 1,
  output: `was not run: the ${limitMs / 60_000} minutes for all tests are over`,
});

/** The tests' engine, and those that single tests start; they end them themselves, unless they were cut short. */
async function stopTestEngines(): Promise<void> {
  const names = engineNames().filter((name) => name.startsWith('test'));
  for (const name of names) await stopEngine(name);
}
