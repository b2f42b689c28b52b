import { describe, expect, it } from 'vitest';
import { GROUPS } from './directed.ts';
import { readRows } from './invariants/read.ts';
import { run, SAGA } from './run.ts';
import { oneOrder, type Schedule } from './schedule.ts';
import { FOR_GOOD } from './world/faults.ts';

const schedules = { ...GROUPS.RECONCILED, ...GROUPS.EXHAUSTED };
const outOfTime: Schedule = oneOrder([{ fn: 'charge-payment', nth: 1, times: FOR_GOOD, kind: 'throttled' }]);

/** What becomes of it, and the executions: the saga's, then those that were started after it. */
const ROWS: [name: string, ends: string, executions: string[]][] = [
  ['a saga that was never started', 'CONFIRMED', ['']],
  ['the undo of a confirmed order that was never started', 'CANCELLED', ['', '.cancel']],
  ['an order that could not be parked, and its undo can be had later', 'CANCELLED', ['', '.redrive.1']],
  ['a confirmation that comes after its saga could not park the order', 'CANCELLED', ['', '.cancel']],
  ['an order that could never be parked', 'attention', ['', '.redrive.1', '.redrive.2', '.redrive.3']],
];

async function endOf(schedule: Schedule, options: Parameters<typeof run>[1] = {}) {
  const { world, problems } = await run(schedule, options);
  const [order] = readRows(world).orders;
  const executions = [...world.executions.all.keys()].map((name) => name.replace(order!.id, ''));
  return { problems, ends: order?.attention ? 'attention' : order?.status, executions };
}

describe('the reconciler brings to an end', () => {
  it.each(ROWS)('%s: %s', async (name, ends, executions) => {
    expect(await endOf(schedules[name]!)).toEqual({ problems: [], ends, executions });
  });

  it('an execution that ran out of its time', async () => {
    const definition = { ...SAGA, TimeoutSeconds: 60 };
    const { problems, ...end } = await endOf(outOfTime, { definition });
    expect(problems).toEqual([expect.stringContaining('ran out of time')]);
    expect(end).toEqual({ ends: 'CANCELLED', executions: ['', '.redrive.1'] });
  });

  it.each(Object.keys(schedules))('and nothing else does: %s', async (name) => {
    expect((await endOf(schedules[name]!, { reconciled: false })).problems).not.toEqual([]);
  });
});
