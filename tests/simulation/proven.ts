import { type RunOptions, run, tellRun } from './run.ts';
import type { Schedule } from './schedule.ts';
import { tellFault } from './world/faults.ts';

/**
 * Runs a schedule and holds it to the invariants.
 *
 * @throws Error with what is not, the schedule, every line of the run, and how to run it again.
 */
export async function prove(schedule: Schedule, options: RunOptions = {}): Promise<void> {
  const { problems } = await run(schedule, options);
  if (problems.length > 0)
    throw new Error([...problems, '', await replayWithTrace(schedule, options)].join('\n'));
}

/**
 * A schedule as a person reads it: it is run again, line for line, since the same schedule gives the same. Without
 * problems this time, the run that failed depended on more than its schedule.
 */
export async function replayWithTrace(schedule: Schedule, options: RunOptions = {}): Promise<string> {
  const { world, problems } = await run(schedule, { ...options, traced: true });
  return [
    problems.length > 0 ? 'run again:' : 'run again, without a problem:',
    ...problems,
    ...schedule.faults.map(tellFault),
    tellRun(world),
    '',
    `again: ${options.reconciled === false ? 'SIM_RECONCILED=no ' : ''}SIM_SCHEDULE='${JSON.stringify(schedule)}' npm test -- simulation`,
  ].join('\n');
}
