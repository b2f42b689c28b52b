import { expect, it } from 'vitest';
import { readRows } from './invariants/read.ts';
import { run } from './run.ts';
import { oneOrder } from './schedule.ts';
import { FOR_GOOD } from './world/faults.ts';

/** Charging is had once, and not a second time. */
const CHARGED_ONCE = oneOrder([{ fn: 'charge-payment', nth: 2, times: FOR_GOOD, kind: 'throttled' }]);

/**
 * Why the saga is no Express workflow (docs/decisions, 124, "The happy path stays in Standard workflows"): place-order and the outbox both
 * start it, and a name keeps them apart in Standard alone.
 */
it.each([
  [true, 'CONFIRMED', undefined, 1],
  // Money and stock are right in this one too: what is wrong is that a customer loses an order that stood.
  [false, 'CANCELLED', 'TechnicalFailure', 2],
])(
  'an order whose saga is started twice, by a name that is one execution (%s), is %s',
  async (isNameUnique, ...ends) => {
    const [status, reason, executions] = ends;
    const { world, problems } = await run(CHARGED_ONCE, { isNameUnique });
    const [order] = readRows(world).orders;
    expect([order?.status, order?.reason?.code, world.executions.all.size]).toEqual([
      status,
      reason,
      executions,
    ]);
    expect(order?.confirmedAt).toBeDefined();
    expect(problems).toEqual([]);
  },
);
