import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { signal } from '@serverless-orders/command-line/process';
import { processTable } from '@serverless-orders/command-line/process-table';
import { poll } from '@serverless-orders/command-line/wait';
import { inPackage } from '../../paths.ts';
import type { App } from './app.ts';

/** Which processes are killed: the stand-in, the sst CLI, or all there are. */
export type Victim = 'stand-in' | 'cli' | 'all';

/**
 * Runs a command of sst in a process of its own, and kills it with -9 once a number of operations were begun in the engine.
 * Processes that it leaves are not ended here: the next command has to do that.
 */
export async function killed(app: App, args: string[], { victim, after }: { victim: Victim; after: number }) {
  const stage = args[args.indexOf('--stage') + 1];
  const journal = join(app.places.local, 'stand-in', 'fixture', `${stage}.journal`);
  const earlier = begun(journal).text;
  const child = spawn(process.execPath, [inPackage('tests', 'stand-in', 'run-sst.ts'), ...args], {
    env: { ...process.env, APP: app.places.app, ENDPOINT: app.endpoint, ...app.environment({}) },
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  try {
    const isTime = () => begun(journal).text !== earlier && begun(journal).count >= after;
    const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
    await poll(() => isTime() || hasEnded(), { timeoutMs: 100_000, everyMs: 3 });
    if (!isTime()) throw new Error(`no ${after} operations were begun`);
  } finally {
    for (const pid of victims(app, child, victim)) signal(pid, 'SIGKILL');
  }
  await ended;
}

/** The number of operations that were begun according to a journal. */
function begun(journal: string): { text: string; count: number } {
  const text = existsSync(journal) ? readFileSync(journal, 'utf8') : '';
  return { text, count: text.split('\n').filter((line) => line.startsWith('{"kind":"begin"')).length };
}

const standIns = (app: App): number[] =>
  processTable()
    .filter(({ command, cwd }) => command.includes('pulumi/main.ts') && cwd?.startsWith(app.places.app))
    .map(({ pid }) => pid);

const clis = (app: App): number[] =>
  processTable()
    .filter(({ command, cwd }) => cwd === app.places.app && /bin\/sst(\.mjs)? /.test(command))
    .map(({ pid }) => pid);

function victims(app: App, child: ChildProcess, victim: Victim): number[] {
  if (victim === 'stand-in') return standIns(app);
  if (victim === 'cli') return clis(app);
  return [child.pid ?? 0, ...clis(app), ...standIns(app)].filter((pid) => pid > 0);
}
