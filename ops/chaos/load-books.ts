import { type Beginning, bookProblems } from '../books/check.ts';
import { inParallel } from './in-parallel.ts';
import type { ChaosShop } from './shop.ts';

/** Executions that are asked about at once. */
const AT_ONCE = 8;

/** What is wrong with the books of a load, what of it is stuck, and how its orders ended (by status and reason). */
export async function loadProblems(shop: ChaosShop, load: Beginning & { orders: number }) {
  const { books } = await shop.read(0);
  const orders = books.orders.filter(({ customerId }) => load.deposits.has(customerId));
  const ended = await inParallel(orders, AT_ONCE, ({ id }) => shop.hasEnded(id));
  const running = ended.filter((one) => !one).length;
  const held = orders.filter(
    ({ id, status }) => status !== 'PENDING' && books.reservations.get(id)?.status === 'HELD',
  );
  return {
    ends: countBy(orders, ({ status, reason }) => (reason ? `${status} (${reason.code})` : status)),
    problems: [
      ...bookProblems(books, load),
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
