import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { pinnedNode } from '@serverless-orders/localstack';
import { run } from '../../packages/command-line/process-run.ts';
import { inLocal, inRoot, root } from '../../paths.ts';
import { FILE_TIMES } from './file-times.ts';
import type { FileTime, PartResult } from './summary.ts';

export interface VitestOptions {
  /** A project of vitest.config.ts. */
  project: string;
  /** Another project that belongs to it. */
  also?: string;
  /** Whether every test is reported as it ends; files otherwise. For tests that take seconds each. */
  eachTest?: boolean;
  /** Whether it gives way to everything else that runs. */
  lowPriority?: boolean;
  /** What its environment has beside the caller's. */
  env?: Record<string, string>;
  filters: string[];
  timeoutMs: number;
  report: (text: string) => void;
}

/** Runs one project of vitest on the pinned Node, and counts by its JSON report. */
export async function runVitest(options: VitestOptions): Promise<PartResult> {
  const { project, also, eachTest = false, lowPriority, env, filters, timeoutMs, report } = options;
  const folder = inLocal('test');
  const file = inLocal('test', `${project}.json`);
  mkdirSync(folder, { recursive: true });
  const times = inLocal('test', `${project}.times.json`);
  for (const old of [file, times]) rmSync(old, { force: true });
  const args = [
    inRoot('node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--project',
    project,
    ...(also ? ['--project', also] : []),
  ];
  const reporters = [
    `--reporter=${eachTest ? 'verbose' : 'default'}`,
    '--reporter=json',
    `--outputFile.json=${file}`,
    `--reporter=${inRoot('tests', 'runner', 'file-times.ts')}`,
  ];
  const some = filters.length > 0 ? ['--passWithNoTests', ...filters] : [];
  const { code, output, timedOut } = await run(pinnedNode(), [...args, ...reporters, ...some], {
    cwd: root,
    timeoutMs,
    lowPriority,
    env: { ...process.env, ...env, NO_COLOR: '1', [FILE_TIMES]: times },
    onLine: (line) => {
      const text = stripVTControlCharacters(line).trim();
      if (/^[✓✗×❯]|^engine:/.test(text)) report(text);
    },
  });
  if (timedOut)
    return { passed: 0, failed: 1, output: `${output}\n${project} ran out of time and was ended` };
  const counts = readCounts(file);
  // Something beside the tests went wrong, e.g. the engine did not start or an error was not caught.
  const failed = counts.failed === 0 && code !== 0 ? 1 : counts.failed;
  return { passed: counts.passed, failed, output, files: readTimes(times) };
}

interface JsonReport {
  numPassedTests: number;
  numFailedTests: number;
  testResults: Array<{ status: string; assertionResults: Array<{ status: string }> }>;
}

/** A file that failed before any of its tests did counts as one. */
export function countsOf({ numPassedTests, numFailedTests, testResults }: JsonReport) {
  const brokenFiles = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  );
  return { passed: numPassedTests, failed: numFailedTests + brokenFiles.length };
}

/** None when the run was cut short. */
function readTimes(file: string): FileTime[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return [];
  }
}

function readCounts(file: string): { passed: number; failed: number } {
  try {
    return countsOf(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { passed: 0, failed: 0 };
  }
}
