import { readFileSync } from 'node:fs';
import type { Progress } from '../pulumi/progress-file.ts';

const WIDTH = 20;

/**
 * How far a deployment is, in one line. What the program will still declare is not known, so the end moves at first.
 *
 * @param terminal a bar and what there is of each service; elsewhere, as in a log, two numbers.
 * @example progressText({ sqs: { declared: 4, done: 2 } }, true) // '██████████░░░░░░░░░░ 2 of 4: sqs 2/4'
 */
export function progressText(progress: Progress, terminal: boolean): string {
  const services = Object.entries(progress).sort(([, left], [, right]) => right.declared - left.declared);
  const sum = (what: 'declared' | 'done') => services.reduce((total, [, one]) => total + one[what], 0);
  const [done, declared] = [sum('done'), Math.max(sum('declared'), sum('done'))];
  if (!terminal) return `${done} of ${declared} resources`;
  const full = declared === 0 ? 0 : Math.floor((WIDTH * done) / declared);
  const bar = '█'.repeat(full) + '░'.repeat(WIDTH - full);
  const counts = services.map(([service, one]) => `${service} ${one.done}/${one.declared}`);
  return `${bar} ${done} of ${declared}: ${counts.join(', ')}`;
}

/** What the stand-in has written, if it has written anything yet. */
export function readProgress(file: string): Progress | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Progress;
  } catch {
    return undefined;
  }
}
