import type { CaughtError, SagaOrder } from '../contracts/order-saga.ts';
import { ServiceError } from '../platform/service-error.ts';
import { inTraceOf } from '../platform/tracing/in-trace-of.ts';
import { isUnderWay, type OrderExecutions } from './executions.ts';
import { type Order, sagaInput } from './order.ts';
import type { OrderRepository } from './repository.ts';

interface Dependencies {
  orders: OrderRepository;
  executions: Pick<OrderExecutions, 'latest'>;
  startRedrive: (order: SagaOrder, redrive: number, failure: CaughtError) => Promise<void>;
}

/** The input of CancelOrder when it is not known why the saga was undone. */
const UNKNOWN: CaughtError = { Error: 'Unfinished', Cause: 'Redriven by an operator.' };

/**
 * Undoes a parked order once more, after an operator has removed the cause: runs the undo chain from its beginning, which
 * gives back what is still taken and skips the rest. The order waits for manual intervention until it is CANCELLED.
 */
export class OrderRedrive {
  readonly #given: Dependencies;

  constructor(given: Dependencies) {
    this.#given = given;
  }

  /**
   * Asked twice in the same moment, it starts one execution.
   *
   * @returns the order, with the number of the redrive that was begun as `redrives`.
   * @throws ServiceError `notFound`; `conflict` when the order is not parked, or one of its executions runs.
   */
  async redrive(id: string): Promise<Order & { redrives: number }> {
    const { orders, executions, startRedrive } = this.#given;
    const order = await orders.get(id);
    if (!order) throw new ServiceError('notFound', 'There is no such order.');
    if (order.status !== 'PENDING' || !order.attention)
      throw new ServiceError(
        'conflict',
        `The order is ${order.status} and not parked: there is nothing to redrive.`,
      );
    const latest = await executions.latest(order);
    const running = Object.values(latest).find((one) => one && isUnderWay(one));
    if (running) throw new ServiceError('conflict', `Its execution ${running.name} runs: wait for its end.`);
    const { redrives = 0 } = order;
    // One that was counted and is not there was not started any more.
    const next = redrives > 0 && !latest.redrive ? redrives : redrives + 1;
    if (!(await orders.countRedrive(order, next)))
      throw new ServiceError('conflict', 'The order is being changed: look at it again.');
    await inTraceOf(order.traceparent, 'redrive order', () =>
      startRedrive(sagaInput(order), next, order.stranded?.failure ?? UNKNOWN),
    );
    return { ...order, redrives: next };
  }
}
