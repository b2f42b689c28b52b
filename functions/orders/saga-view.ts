import type { Stranded } from '../contracts/order-saga.ts';
import { traceIdOf } from '../platform/tracing/traceparent.ts';
import type { Execution } from './executions.ts';
import type { Order } from './order.ts';

const UNDOS = {
  failure: 'turned around',
  refundFailure: 'RefundPayment',
  releaseFailure: 'ReleaseInventory',
  cancelFailure: 'CancelOrder',
} as const satisfies Record<keyof Stranded, string>;

/** What an order was parked for: why its saga had turned around, and then each undo that failed for good. */
export const failuresOf = ({ stranded }: Pick<Order, 'stranded'>) =>
  Object.entries(UNDOS).flatMap(([name, step]) => {
    const failed = stranded?.[name as keyof Stranded];
    return failed ? [{ step, error: failed.Error, ...(failed.Cause && { cause: failed.Cause }) }] : [];
  });

/** The saga of an order as on-call staff see it: nothing of the customer, nothing of the goods. */
export const toSagaView = (order: Order) => ({
  orderId: order.id,
  status: order.status,
  ...(order.attention && { attention: true, parkedAt: order.waitsSince }),
  ...(order.reason && { reason: order.reason }),
  createdAt: order.createdAt,
  ...(order.traceparent && { traceId: traceIdOf(order.traceparent) }),
  redrives: order.redrives ?? 0,
  failures: failuresOf(order),
});

/** The same with its executions. */
export const toExecutionViews = (order: Order, executions: Execution[]) => ({
  ...toSagaView(order),
  executions: executions.map(({ name, status, startedAt, stoppedAt, error, cause }) => ({
    name,
    status,
    ...(startedAt && { startedAt }),
    ...(stoppedAt && { stoppedAt }),
    ...(error && { error }),
    ...(cause && { cause }),
  })),
});
