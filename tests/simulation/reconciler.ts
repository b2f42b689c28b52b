import { LIMITS } from '../../functions/contracts/limits.ts';
import type { Execution } from './world/executions.ts';
import { LOADED } from './world/load.ts';
import type { World } from './world/world.ts';

/** From then on an order can be overdue (ms). */
const OVERDUE_MS = LIMITS.pendingSeconds * 1000 + 1;
/** It comes every five minutes, and looks at an order again after fifteen; here, where hours cost nothing, once an hour. */
const EVERY_MS = 60 * 60_000;
/** More than it needs: a day of waiting for a service that is unavailable, and three redrives. */
const TIMES = 48;

/** Whether an order is neither settled nor with an operator, or was confirmed although its saga has failed. */
export const isAnyWaiting = (world: World): boolean =>
  world.store
    .table('orders')
    .all()
    .some(
      ({ sk, id, status, attention }) =>
        sk?.S === 'ORDER' &&
        ((status?.S === 'PENDING' && !attention) ||
          (status?.S === 'CONFIRMED' && hasFailed(world.executions.all.get(id!.S!)))),
    );

const hasFailed = (saga: Execution | undefined): boolean =>
  saga?.outcome !== undefined && saga.outcome.status !== 'SUCCEEDED';

/** Lets the reconciler come, once an order can be overdue, and again as long as it finds one. */
export function letReconcilerCome(world: World, times = TIMES): void {
  const come = async () => {
    if (times === 0 || !isAnyWaiting(world)) return;
    times -= 1;
    await world.lambda.invoke(LOADED.get('reconcile-orders')!, {});
    world.clock.after(EVERY_MS, () => void come());
  };
  world.clock.after(OVERDUE_MS, () => void come());
}
