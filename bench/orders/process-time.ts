import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of a processor a second, in /proc: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const TICKS = 100;

/** Processor time so far (s): of a process, and of those that it has started and that live. */
export function processTime(pid: number): { own: number; children: number } {
  const stats = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap(readStat);
  const sum = (pids: Set<number>) =>
    stats.reduce((ticks, stat) => ticks + (pids.has(stat.pid) ? stat.ticks : 0), 0) / TICKS;
  const below = new Set<number>();
  const add = (parent: number) => {
    for (const stat of stats.filter((one) => one.parent === parent)) {
      below.add(stat.pid);
      add(stat.pid);
    }
  };
  add(pid);
  return { own: sum(new Set([pid])), children: sum(below) };
}

function readStat(pid: string): { pid: number; parent: number; ticks: number }[] {
  try {
    // The fields after the name, which may hold spaces, begin with the third.
    const [state, parent, ...rest] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return state === 'Z'
      ? []
      : [{ pid: Number(pid), parent: Number(parent), ticks: Number(rest[9]) + Number(rest[10]) }];
  } catch {
    // It ended meanwhile.
    return [];
  }
}
