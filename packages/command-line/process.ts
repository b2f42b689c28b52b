import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const linux = process.platform === 'linux';

/**
 * When a process began, as text that only means something compared with itself: on Linux the clock ticks since
 * boot (field 22 of /proc/<pid>/stat), elsewhere what ps prints. Undefined when there is no such process or it
 * is a zombie. A pid alone is no identity, since the system hands the same number out again.
 */
export function startTime(pid: number): string | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 1) return undefined;
  try {
    if (linux) return fromStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    const [state, ...time] = line.split(/\s+/);
    return !state || state.startsWith('Z') ? undefined : time.join(' ');
  } catch {
    return undefined;
  }
}

/** The command's name may hold spaces and brackets, so the fields are counted from the last bracket. */
export function fromStat(stat: string): string | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
}

/**
 * The process's parent, the parent's parent and so on: whoever waits for it, up to the one that the system began with.
 */
export function ancestors(pid = process.pid): number[] {
  const found: number[] = [];
  for (let one = parentOf(pid); one > 0 && !found.includes(one); one = parentOf(one)) found.push(one);
  return found;
}

/** 0 when there is none, or it cannot be told. */
function parentOf(pid: number): number {
  if (pid === process.pid) return process.ppid;
  try {
    if (!linux) return Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }));
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}

/** A process told apart from every other that ever had its pid. */
export interface ProcessIdentity {
  pid: number;
  started: string;
}

/** The identity of a living process, undefined when there is none. */
export function identify(pid: number): ProcessIdentity | undefined {
  const started = startTime(pid);
  return started === undefined ? undefined : { pid, started };
}

/** True while exactly that process lives: false when its pid belongs to another by now. */
export function isAlive({ pid, started }: ProcessIdentity): boolean {
  return startTime(pid) === started;
}

/** Sends a signal to a process or, with a negative pid, to its group. False when there was nothing to send it to. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}
