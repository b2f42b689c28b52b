import { type Baseline, describeViolation, shopViolations } from '../../packages/ledger-invariants/index.ts';
import { inParallel } from './in-parallel.ts';
import type { ChaosShop } from './shop.ts';

/** Executions that are asked about at once. */
const AT_ONCE = 8;

/** Which invariants a load violates, what of it is stuck, and how its orders ended (by status and reason). */
export async function loadProblems(shop: ChaosShop, load: Baseline & { orders: number }) {
  const { rows } = await shop.read(0);
  const orders = rows.orders.filter(({ customerId }) => load.funds.has(customerId));
  const ended = await inParallel(orders, AT_ONCE, ({ id }) => shop.hasEnded(id));
  const running = ended.filter((one) => !one).length;
  const settled = new Set(orders.flatMap(({ id, status }) => (status === 'PENDING' ? [] : id)));
  const held = rows.reservations.filter(({ orderId, status }) => status === 'HELD' && settled.has(orderId));
  return {
    ends: countBy(orders, ({ status, reason }) => (reason ? `${status} (${reason.code})` : status)),
    problems: [
      ...shopViolations(rows, load).map(describeViolation),
      ...orders.filter(({ attention }) => attention).map(({ id }) => `order ${id} is parked`),
      ...(running === 0 ? [] : [`${running} sagas have not ended`]),
      ...(held.length === 0 ? [] : [`${held.length} reservations of settled orders are still HELD`]),
      ...(orders.length === load.orders ? [] : [`${orders.length} orders instead of ${load.orders}`]),
    ],
  };
}

/** How many of the items there are of each kind. */
export function countBy<T>(items: T[], key: (item: T) => string): Record<string, number> {
  const groups = Object.entries(Object.groupBy(items, key));
  return Object.fromEntries(groups.map(([name, group]) => [name, group!.length]));
}
