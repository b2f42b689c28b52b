import { LIMITS } from '../contracts/limits.ts';
import { ServiceError } from '../platform/service-error.ts';
import type { ClosedCustomerRepository } from './closed-customer-repository.ts';
import type { Order } from './order.ts';
import type { OrderRepository } from './repository.ts';

const seconds = () => Math.floor(Date.now() / 1000);

/** Orders under way that a business rejection names at most. */
const NAMED = 10;

/**
 * Customers who are being deleted, each for an hour: by then their tokens have run out, or the deletion has come to
 * nothing. An order that is placed in the same moment is not looked for: there is no money on the account by then, so
 * that its saga cancels it.
 */
export class ClosedCustomers {
  readonly #closed: ClosedCustomerRepository;
  readonly #orders: OrderRepository;

  constructor(closed: ClosedCustomerRepository, orders: OrderRepository) {
    this.#closed = closed;
    this.#orders = orders;
  }

  /** @throws ServiceError `conflict` when the customer is being deleted. */
  async requireOpen(customerId: string): Promise<void> {
    const until = await this.#closed.closedUntil(customerId);
    if (until === undefined || until <= seconds()) return;
    throw new ServiceError('conflict', 'This account is being deleted: it takes no orders.');
  }

  /**
   * Takes no more orders of a customer. Can be repeated.
   *
   * @param orderIds orders to look at besides: the list of pending orders may be behind by a moment.
   * @throws ServiceError `conflict`, with the orders that are under way; then it takes orders as before.
   */
  async close(customerId: string, orderIds: string[]): Promise<void> {
    await this.#closed.close(customerId, seconds() + LIMITS.closedSeconds);
    const [listed, named] = await Promise.all([
      this.#orders.list({ customerId, status: 'PENDING', limit: NAMED }),
      Promise.all(orderIds.map((id) => this.#orders.get(id))),
    ]);
    const pending = (order: Order | undefined) =>
      order?.customerId === customerId && order.status === 'PENDING';
    const ids = [...listed.items, ...named].flatMap((order) => (order && pending(order) ? [order.id] : []));
    if (ids.length === 0) return;
    await this.reopen(customerId);
    throw new ServiceError('conflict', 'Orders are under way: wait until they are settled, or cancel them.', {
      violations: [...new Set(ids)].map((id) => ({ pointer: `/orders/${id}`, detail: 'PENDING' })),
    });
  }

  /** Takes orders again. Can be repeated. */
  reopen(customerId: string): Promise<void> {
    return this.#closed.reopen(customerId);
  }
}
