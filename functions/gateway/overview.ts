import type * as z from 'zod/mini';
import type { OrderOverview } from '../contracts/http/gateway.ts';
import { log } from '../platform/log.ts';
import { ServiceError } from '../platform/service-error.ts';
import { aggregate } from './aggregate.ts';
import { OVERVIEW_BUDGET_MS, type Services } from './services.ts';
import { executionView, orderView, paymentView, reservationView } from './views.ts';

type Answer = z.infer<typeof OrderOverview>;

/**
 * What every service knows of an order: the order itself has to come, the rest is told when it does.
 *
 * @throws ServiceError `notFound` when there is no such order, `unavailable` when it cannot be had in time.
 */
export async function readOverview(
  { orders, payments, inventory }: Omit<Services, 'users'>,
  orderId: string,
): Promise<Answer> {
  const unknown = { fallback: { value: null } };
  const { values, degraded } = await aggregate(
    {
      order: {
        get: async ({ leftMs }) => {
          const { order } = await orders.getOrder({ id: orderId }, { deadlineMs: leftMs() });
          return { ...orderView(order!), customerId: order!.customerId };
        },
      },
      payment: {
        get: async ({ leftMs }) => {
          const found = await ifAny(payments.getPayment({ orderId }, { deadlineMs: leftMs() }));
          return found?.payment ? paymentView(found.payment) : null;
        },
        ...unknown,
      },
      reservation: {
        get: async ({ leftMs }) => {
          const found = await ifAny(inventory.getReservation({ orderId }, { deadlineMs: leftMs() }));
          return found?.reservation ? reservationView(found.reservation) : null;
        },
        ...unknown,
      },
      saga: {
        get: async ({ leftMs }) => {
          const found = await ifAny(orders.getSaga({ orderId }, { deadlineMs: leftMs() }));
          return found ? found.executions.map(executionView) : null;
        },
        ...unknown,
      },
    },
    { budgetMs: OVERVIEW_BUDGET_MS, onError: (part, thrown) => log.error(`no ${part}`, thrown) },
  );
  return { ...values, degraded: degraded as Answer['degraded'] };
}

/** That a service knows nothing of an order is an answer: the saga may not have come to it. */
async function ifAny<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (thrown) {
    if (thrown instanceof ServiceError && thrown.code === 'notFound') return undefined;
    throw thrown;
  }
}
