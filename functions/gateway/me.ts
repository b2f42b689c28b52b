import type * as z from 'zod/mini';
import type { MeView } from '../contracts/http/gateway.ts';
import { type Order, OrderStatus } from '../contracts/rpc/orders/v1/orders_pb.ts';
import { log } from '../platform/log.ts';
import { moneyOf } from '../platform/rpc/messages.ts';
import { aggregate, type PartTime } from './aggregate.ts';
import { ME_BUDGET_MS, REQUIRED_BUDGET_MS, type Services } from './services.ts';
import { orderView, profileView, stockView } from './views.ts';

/** So many orders, of which those that are pending are looked up in the warehouse. */
const LATEST = 20;

/** As many products as inventory tells about at once; 20 orders have seldom more. */
const PRODUCTS = 100;

type Answer = z.infer<typeof MeView>;

/**
 * How things stand with somebody: profile, latest orders, balance, and the stock of what is in their pending orders.
 * Only the profile has to come.
 *
 * @throws ServiceError `notFound` when there is no such account any more, `unavailable` without a profile in time.
 */
export async function readMe(
  { users, orders, payments, inventory }: Services,
  id: string,
  budgetMs = ME_BUDGET_MS,
): Promise<Answer> {
  const unknown = { fallback: { value: null } };
  let latest: Promise<Order[]> | undefined;
  const latestOrders = ({ leftMs }: PartTime) => {
    latest ??= orders
      .listOrders({ customerId: id, limit: LATEST }, { deadlineMs: leftMs() })
      .then((answer) => answer.orders);
    return latest;
  };
  const { values, degraded } = await aggregate(
    {
      profile: {
        get: async ({ leftMs }) => {
          const { profile } = await users.getProfile({ id }, { deadlineMs: leftMs() });
          return profileView(profile!);
        },
      },
      orders: { get: async (time) => (await latestOrders(time)).map(orderView), ...unknown },
      balance: {
        get: async ({ leftMs }) => {
          const { balance } = await payments.getAccount({ customerId: id }, { deadlineMs: leftMs() });
          return moneyOf(balance!);
        },
        ...unknown,
      },
      stock: {
        get: async (time) => {
          const skus = awaited(await latestOrders(time));
          if (skus.length === 0) return [];
          const { stock } = await inventory.getStock({ skus }, { deadlineMs: time.leftMs() });
          return stock.map(stockView);
        },
        ...unknown,
      },
    },
    {
      budgetMs,
      requiredMs: REQUIRED_BUDGET_MS,
      onError: (part, thrown) => log.error(`no ${part}`, thrown),
    },
  );
  return { ...values, degraded: degraded as Answer['degraded'] };
}

/** The products of orders that are pending, each once. */
function awaited(orders: Order[]): string[] {
  const pending = orders.filter(({ status }) => status === OrderStatus.PENDING);
  const skus = pending.flatMap(({ items }) => items.map(({ sku }) => sku));
  return [...new Set(skus)].slice(0, PRODUCTS);
}
