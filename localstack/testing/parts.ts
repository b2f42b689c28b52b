import { stopEngine } from '../engine/engine.ts';
import { engineNames } from '../engine/folders.ts';
import { engineKind } from '../engine/kinds.ts';
import { withLock } from '../file-lock.ts';
import { inLocal } from '../paths.ts';
import { runSteps } from '../progress.ts';
import { type PartResult, summaryLines } from './summary.ts';

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
  const timed = async (
    { title, run }: Part,
    lowPriority: boolean,
    report: PartOptions['report'],
  ): Promise<PartResult> => {
    const began = Date.now();
    const timeoutMs = end - began;
    const result = timeoutMs > 0 ? await run({ filters, timeoutMs, lowPriority, report }) : notRun(limitMs);
    return { ...result, title, durationMs: Date.now() - began };
  };
  let lane: Promise<unknown> = Promise.resolve();
  const besides = new Map(
    parts
      .filter(({ beside }) => beside && parts.length > 1)
      .map((part) => {
        const listener: { report?: PartOptions['report'] } = {};
        const result = lane.then(() => timed(part, true, (text) => listener.report?.(text)));
        lane = result.catch(() => {});
        return [part, { listener, result }];
      }),
  );
  try {
    await runSteps(
      [...parts.filter((part) => !besides.has(part)), ...besides.keys()].map((part) => ({
        title: part.title,
        run: async (report) => {
          const beside = besides.get(part);
          if (beside) beside.listener.report = report;
          const result = await (beside?.result ?? timed(part, false, report));
          results.push(result);
          if (result.failed > 0) throw new Error(`${result.failed} failed`);
        },
      })),
      { keepGoing: true },
    );
  } finally {
    await stopTestEngines();
  }
  console.log(summaryLines(results).join('\n'));
  return results.some(({ failed }) => failed > 0) ? 1 : 0;
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
