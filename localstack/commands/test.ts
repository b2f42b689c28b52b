import type { Command } from '../cli.ts';
import { stopEngine } from '../engine/engine.ts';
import { engineNames } from '../engine/folders.ts';
import { engineKind } from '../engine/kinds.ts';
import { withLock } from '../file-lock.ts';
import { inLocal } from '../paths.ts';
import { runSteps } from '../progress.ts';
import { CHECKS, STACK_TYPES } from '../testing/checks.ts';
import { type PartResult, summaryLines } from '../testing/summary.ts';
import { runVitest } from '../testing/vitest.ts';
import { UserError } from '../user-error.ts';

/** All of it takes minutes; what takes longer than this hangs (ms). */
const LIMIT_MS = 20 * 60_000;

/** The parts by name, in the order in which they run: what fails soonest comes first. */
const PARTS: Record<string, { title: string; run: (options: PartOptions) => Promise<PartResult> }> = {
  ...CHECKS,
  unit: { title: 'unit tests', run: (options) => runVitest({ project: 'unit', ...options }) },
  simulation: {
    title: 'simulated schedules of faults',
    run: (options) => runVitest({ project: 'simulation', eachTest: true, ...options }),
  },
  engine: {
    title: 'tests on the engine',
    run: (options) => runVitest({ project: 'engine', eachTest: true, ...options }),
  },
  e2e: {
    title: 'the shop, end to end',
    run: (options) => runVitest({ project: 'e2e', eachTest: true, ...options }),
  },
  stacks: STACK_TYPES,
};

/** The parts that start engines. */
const ON_ENGINE = ['engine', 'e2e'];

export interface PartOptions {
  /** Paths or parts of paths of test files; empty for all. */
  filters: string[];
  timeoutMs: number;
  report: (text: string) => void;
}

/**
 * `npm test`: every check and every test, whatever failed before, and one line with the sums at the end. On the embedded
 * engine, or the one that ENGINE names. Engines, stages and reports of the tests belong to the folder, so a second
 * `npm test` in it waits for the first.
 */
export const test: Command = {
  summary: 'runs all checks and tests (or only some: -- unit, -- e2e orders)',
  async run(args) {
    const chosen = choose(args);
    engineKind(process.env.ENGINE);
    return withLock(inLocal('test.lock'), () => runParts(chosen), {
      timeoutMs: 2 * LIMIT_MS,
      onWait: (pid) => console.log(`› waiting for process ${pid}, which runs the tests of this folder`),
    });
  },
};

async function runParts({ names, filters }: ReturnType<typeof choose>): Promise<number> {
  const results: PartResult[] = [];
  const end = Date.now() + LIMIT_MS;
  try {
    await runSteps(
      names.map((name) => ({
        title: PARTS[name]!.title,
        run: async (report) => {
          const began = Date.now();
          const result = await runPart(name, { filters, timeoutMs: end - began, report });
          results.push({ ...result, title: PARTS[name]!.title, durationMs: Date.now() - began });
          if (result.failed > 0) throw new Error(`${result.failed} failed`);
        },
      })),
      { keepGoing: true },
    );
  } finally {
    if (names.some((name) => ON_ENGINE.includes(name))) await stopTestEngines();
  }
  console.log(summaryLines(results).join('\n'));
  return results.some(({ failed }) => failed > 0) ? 1 : 0;
}

/** The tests' engine, and those that single tests start; they end them themselves, unless they were cut short. */
async function stopTestEngines(): Promise<void> {
  const names = engineNames().filter((name) => name.startsWith('test'));
  for (const name of names) await stopEngine(name);
}

async function runPart(name: string, options: PartOptions): Promise<PartResult> {
  if (options.timeoutMs > 0) return PARTS[name]!.run(options);
  return {
    passed: 0,
    failed: 1,
    output: `was not run: the ${LIMIT_MS / 60_000} minutes for all tests are over`,
  };
}

/** Names of parts choose the parts; everything else is a filter for test files, and then no checks run. */
function choose(args: string[]): { names: string[]; filters: string[] } {
  const all = Object.keys(PARTS);
  const option = args.find((arg) => arg.startsWith('-'));
  if (option)
    throw new UserError(`npm test knows no option ${option}`, `name parts (${all.join(', ')}) or test files`);
  const named = all.filter((name) => args.includes(name));
  const filters = args.filter((arg) => !all.includes(arg));
  if (named.length > 0) return { names: named, filters };
  return { names: filters.length > 0 ? ['unit', 'simulation', ...ON_ENGINE] : all, filters };
}
