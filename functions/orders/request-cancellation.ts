import { LIMITS } from '../contracts/limits.ts';
import type { SagaOrder } from '../contracts/order-saga.ts';
import { report } from '../platform/invocation.ts';
import { addToLog, log } from '../platform/log.ts';
import { ServiceError } from '../platform/service-error.ts';
import { retryIfChanged } from '../platform/table.ts';
import { inTraceOf } from '../platform/tracing/in-trace-of.ts';
import type { ClosedCustomers } from './closed-customers.ts';
import type { Order } from './order.ts';
import { type OrderUser, requireReadable } from './readable.ts';
import type { OrderRepository } from './repository.ts';

interface Dependencies {
  orders: OrderRepository;
  closed: Pick<ClosedCustomers, 'requireOpen'>;
  startUndo: (order: SagaOrder) => Promise<void>;
  /** How long after its confirmation a customer can cancel an order, in seconds. */
  windowSeconds?: number;
}

/**
 * Cancels orders for their customers, and for staff. The wish is written on the order in one conditional write, which
 * decides the race with ConfirmOrder: whoever writes first wins, and the other one reads that.
 *
 * - The wish first: ConfirmOrder refuses, and the running saga turns around by itself.
 * - The confirmation first: within the window the order is undone by an execution of its own, which begins with the
 *   undo chain. Should this function die before it starts it, the event of the same write does.
 */
export class OrderCancellation {
  readonly #orders: OrderRepository;
  readonly #closed: Dependencies['closed'];
  readonly #startUndo: (order: SagaOrder) => Promise<void>;
  readonly #windowSeconds: number;

  constructor({ orders, closed, startUndo, windowSeconds = LIMITS.cancellationSeconds }: Dependencies) {
    this.#orders = orders;
    this.#closed = closed;
    this.#startUndo = startUndo;
    this.#windowSeconds = windowSeconds;
  }

  /**
   * @returns the order: PENDING until it is undone, CANCELLED when there is nothing (more) to do.
   * @throws ServiceError `notFound`, or `conflict` when it is too late or the caller's account is being deleted.
   */
  async request(id: string, caller: OrderUser): Promise<Order> {
    addToLog({ orderId: id });
    report({ orderId: id });
    const { order, undo } = await retryIfChanged(async () => {
      // What is paid back to somebody who is being deleted would be out of reach.
      const [found] = await Promise.all([this.#orders.get(id), this.#closed.requireOpen(caller.id)]);
      const order = requireReadable(found, caller);
      if (order.status === 'CANCELLED' || order.cancellation) return { order, undo: false };
      const by = order.customerId === caller.id ? 'customer' : 'staff';
      if (by === 'customer') this.#refuseIfTooLate(order);
      const at = new Date().toISOString();
      return {
        order: await inTraceOf(order.traceparent, 'cancel order', () =>
          this.#orders.beginCancellation(order, { by, at }),
        ),
        undo: order.status === 'CONFIRMED',
      };
    });
    if (undo) {
      const { customerId, items, total } = order;
      const start = () => this.#startUndo({ orderId: id, customerId, items, total });
      await inTraceOf(order.traceparent, 'undo order', start).catch((thrown) =>
        log.error('undo not started here, the outbox will', thrown),
      );
    }
    return order;
  }

  /** A confirmed order whose time is not known was confirmed before times were kept. */
  #refuseIfTooLate({ status, confirmedAt }: Order): void {
    if (status !== 'CONFIRMED') return;
    const until = confirmedAt ? Date.parse(confirmedAt) + this.#windowSeconds * 1000 : 0;
    if (Date.now() <= until) return;
    throw new ServiceError(
      'conflict',
      `An order can be cancelled for ${this.#windowSeconds / 60} minutes after its confirmation.`,
    );
  }
}
