import {
  describeViolation,
  shopViolations,
  type Violation,
} from '../../../packages/ledger-invariants/index.ts';
import { PRODUCTS, type Schedule } from '../schedule.ts';
import type { World } from '../world/world.ts';
import { messageProblems } from './messages.ts';
import { isFalselyConfirmed, isReconcilerDead, orderProblems } from './orders.ts';
import { readRows, type WorldRows } from './read.ts';

/**
 * What has to be true after every run, whatever happened in it: the invariants of stock, money and orders, and what only
 * the simulation can see of executions, messages and effects.
 *
 * @returns what is not, one sentence each.
 */
export function checkInvariants(world: World, schedule: Schedule): string[] {
  const rows = readRows(world);
  const problems = [
    ...world.unexpected,
    ...shopViolations(rows, baselineOf(schedule))
      .filter((violation) => !isExcused(violation, world, rows, schedule))
      .map(describeViolation),
    ...lowStockProblems(rows),
    ...orderProblems(world, rows, schedule),
    ...messageProblems(world, rows),
    ...executionProblems(world),
  ];
  return problems.map((problem) => world.shown(problem));
}

const baselineOf = ({ balances }: Schedule) => ({
  onHand: new Map(Object.entries(PRODUCTS).map(([sku, { onHand }]) => [sku, onHand])),
  funds: new Map(balances.map((balance, index) => [`c${index}`, balance])),
});

/** When the reconciler never works, its alarm rings, and an order may be as its saga left it. */
function isExcused({ invariant, ids }: Violation, world: World, { orders }: WorldRows, { faults }: Schedule) {
  if (!isReconcilerDead(faults)) return false;
  const order = orders.find(({ id }) => id === ids[0]);
  return invariant === 'pending-order-is-parked' || (order && isFalselyConfirmed(order, world));
}

/** Every time that stock becomes low is told once. */
function lowStockProblems({ stock, events }: WorldRows): string[] {
  return stock.flatMap(({ sku, lowSequence = 0, headroom }) => {
    const lows = events.inventory!.filter(
      ({ type, subject }) => type === 'stock.low' && subject === `stock:${sku}`,
    );
    return lows.length !== lowSequence || (headroom < 0 && lowSequence === 0)
      ? [`stock of ${sku}: ${lows.length} times told as low, by its row ${lowSequence}`]
      : [];
  });
}

/** Every execution has ended, and none by the time limit on the whole. */
const executionProblems = ({ executions }: World): string[] =>
  [...executions.all].flatMap(([name, { outcome }]) => {
    if (!outcome) return [`the saga of ${name} never ended`];
    return outcome.status === 'TIMED_OUT' ? [`the saga of ${name} ran out of time`] : [];
  });
