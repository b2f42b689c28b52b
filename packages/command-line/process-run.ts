import { type ChildProcess, spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';

export interface RunResult {
  /** The exit code; 1 when it could not be started, ended by a signal or ran out of time. */
  code: number;
  /** What it wrote to both outputs, in the order of arrival; the last megabyte of it. */
  output: string;
  /** What it wrote to its standard output; the last megabyte of it. */
  stdout: string;
  timedOut: boolean;
}

export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  timeoutMs?: number;
  /** Gives way to everything else that runs. */
  lowPriority?: boolean;
  /** Runs as this user and group; only root can. */
  uid?: number;
  gid?: number;
  /** Called with every whole line as it comes, of both outputs. */
  onLine?: (line: string) => void;
}

const KEEP = 1024 * 1024;

/** A command that is interrupted leaves nothing running behind it. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Runs a command without a shell and without input to its end. Never throws: what went wrong is in the result. */
export function run(command: string, args: string[], options: RunOptions = {}): Promise<RunResult> {
  const { cwd, env, uid, gid, timeoutMs = 600_000, lowPriority = false, onLine } = options;
  return new Promise((resolve) => {
    let output = '';
    let stdout = '';
    let partial = '';
    let timedOut = false;
    const take = (chunk: string, isOut: boolean) => {
      output = (output + chunk).slice(-KEEP);
      if (isOut) stdout = (stdout + chunk).slice(-KEEP);
      const lines = (partial + chunk).split('\n');
      partial = lines.pop() ?? '';
      for (const line of lines) if (line.trim()) onLine?.(line);
    };
    const child = spawn(command, args, { cwd, env, uid, gid, stdio: ['ignore', 'pipe', 'pipe'] });
    if (lowPriority && child.pid !== undefined)
      setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => take(chunk, true));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => take(chunk, false));
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, timeoutMs);
    running.add(child);
    const done = (code: number) => {
      clearTimeout(timer);
      running.delete(child);
      if (partial.trim()) onLine?.(partial);
      resolve({ code, output, stdout, timedOut });
    };
    child.once('error', (error) => {
      output += error.message;
      done(1);
    });
    child.once('close', (code) => done(code ?? 1));
  });
}
