import { describe, expect, it } from 'vitest';
import { GROUPS, lateConfirmation } from './directed.ts';
import { run } from './run.ts';
import type { Schedule } from './schedule.ts';
import { type Fault, FOR_GOOD } from './world/faults.ts';
import type { World } from './world/world.ts';

const RECONCILER = 'reconcile-orders';
/** How long its write takes (ms): others come in the meantime. */
const SLOW = 5_000;
/** How long after an order is placed its confirmation is written at the latest, if nothing keeps it (ms). */
const PLACED = 100;
/** Longer than any run (ms). */
const NEVER = 1e12;

const BASES: Record<string, Schedule> = {
  ...GROUPS.RECONCILED,
  ...GROUPS.EXHAUSTED,
  'a confirmation that is under way, and its undo can be had later': lateConfirmation(NEVER, 21),
  'a confirmation that is under way, and its undo can never be had': lateConfirmation(NEVER, FOR_GOOD),
};

const INVOCATION = new RegExp(`^${RECONCILER} (\\d+)( again)?$`);

/** A write of the reconciler: when it is made (ms), in which invocation and call. */
interface Write {
  ms: number;
  nth: number;
  call: number;
}

/** The reconciler's writes in a run, those that were refused by their condition alone if asked for. */
const writesOf = ({ lines }: World, { refused = false } = {}): Write[] =>
  lines.flatMap(([ms, actor, text]) => {
    const nth = INVOCATION.exec(actor)?.[1];
    const call = /^call (\d+): TransactWriteItems/.exec(text)?.[1];
    if (!nth || !call || (refused && !text.includes('ConditionalCheckFailed'))) return [];
    return [{ ms, nth: Number(nth), call: Number(call) }];
  });

/** The schedules in which somebody comes before a write: nobody, whoever wants it cancelled, another run, the confirmation. */
function overtaken(base: Schedule, { ms, nth, call }: Write): Schedule[] {
  const slow: Fault = { fn: RECONCILER, nth, times: 1, call, kind: 'slow', ms: SLOW };
  const faults = [slow, ...base.faults];
  const wishes = (['customer', 'staff'] as const).map((by) => ({
    ...base,
    faults,
    cancellations: [...base.cancellations, { order: 0, by, after: ms + SLOW / 5 }],
  }));
  const again: Fault = { fn: RECONCILER, nth, times: 1, kind: 'twice', ms: SLOW / 10 };
  const confirmations = [-SLOW / 5, SLOW / 5, SLOW / 2].map((after) => ({
    ...base,
    faults: faults.map((fault) => (fault.ms === NEVER ? { ...fault, ms: ms - PLACED + after } : fault)),
  }));
  const isUnderWay = base.faults.some((fault) => fault.ms === NEVER);
  return [
    { ...base, faults },
    { ...base, faults: [again, ...faults] },
    ...wishes,
    ...(isUnderWay ? confirmations : []),
  ];
}

describe('the reconciler is overtaken between what it has read and what it writes, and the invariants hold', () => {
  it.each(Object.entries(BASES))('%s', async (_, base) => {
    const { world } = await run(base, { traced: true });
    let refused = 0;
    for (const write of writesOf(world)) {
      for (const schedule of overtaken(base, write)) {
        const met = await run(schedule, { traced: true });
        expect(met.problems, JSON.stringify(schedule)).toEqual([]);
        refused += writesOf(met.world, { refused: true }).length;
      }
    }
    expect(refused).toBeGreaterThan(0);
  });
});
