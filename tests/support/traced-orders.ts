import type { ShopDriver } from '../../ops/shop-driver/shop-driver.ts';
import type { ShopUser } from '../../ops/shop-driver/shop-user.ts';
import { until } from './engine.ts';
import { traceOf } from './traces.ts';

/** An order that was confirmed and one that was compensated, each with the trace in which it was placed. */
export type TracedOrders = Record<'CONFIRMED' | 'CANCELLED', { id: string; trace: string }>;

/** Places both, and waits until they are settled. `customer` can pay for hers. */
export async function placeTracedOrders(shop: ShopDriver, customer: ShopUser): Promise<TracedOrders> {
  const poor = await shop.customer();
  const place = async (who: ShopUser, status: keyof TracedOrders) => {
    const placed = await who.order([{ sku: 'espresso-cup', quantity: 1 }]);
    const { id } = placed.body;
    await until(async () => (await who.call(`GET /orders/${id}`)).body.status === status, {
      what: `the order to be ${status}`,
    });
    return { id, trace: traceOf(placed) };
  };
  const [CONFIRMED, CANCELLED] = await Promise.all([place(customer, 'CONFIRMED'), place(poor, 'CANCELLED')]);
  return { CONFIRMED, CANCELLED };
}
