import type { SagaOrder } from '../contracts/order-saga.ts';
import { newId } from '../platform/id.ts';
import { report } from '../platform/invocation.ts';
import { addToLog, log } from '../platform/log.ts';
import type { Write } from '../platform/table.ts';
import { currentTraceparent } from '../platform/tracing/current.ts';
import type { ClosedCustomers } from './closed-customers.ts';
import { mergeLines, type Order, type OrderLine, priceOrder, toOrderView } from './order.ts';
import type { ProductProjectionRepository } from './product-projection-repository.ts';
import type { OrderRepository } from './repository.ts';

interface Dependencies {
  orders: OrderRepository;
  products: ProductProjectionRepository;
  closed: Pick<ClosedCustomers, 'requireOpen'>;
  startSaga: (order: SagaOrder) => Promise<void>;
}

interface Placement {
  customerId: string;
  lines: OrderLine[];
  /** The write that remembers the answer; it belongs into the transaction of the order. */
  remember: (answer: PlacedOrder) => Write;
}

/** An order as its customer first sees it. */
export type PlacedOrder = ReturnType<typeof toOrderView>;

/**
 * Places orders: prices them, writes the order with its event and its remembered answer in one transaction, and
 * starts the saga. Should the start fail, the order stands all the same: the outbox starts the saga.
 */
export class OrderPlacement {
  readonly #orders: OrderRepository;
  readonly #products: ProductProjectionRepository;
  readonly #closed: Dependencies['closed'];
  readonly #startSaga: (order: SagaOrder) => Promise<void>;

  constructor({ orders, products, closed, startSaga }: Dependencies) {
    this.#orders = orders;
    this.#products = products;
    this.#closed = closed;
    this.#startSaga = startSaga;
  }

  /**
   * @returns the order, PENDING.
   * @throws ServiceError `conflict` for a customer who is being deleted, `invalid` or `refused` as `mergeLines` and
   *   `priceOrder` say; ConditionFailed when the answer to this request is remembered already.
   */
  async place({ customerId, lines, remember }: Placement): Promise<PlacedOrder> {
    const merged = mergeLines(lines);
    const [found] = await Promise.all([
      this.#products.find(merged.map((line) => line.sku)),
      this.#closed.requireOpen(customerId),
    ]);
    const priced = priceOrder(merged, found);
    const order: Order = {
      id: newId(),
      customerId,
      status: 'PENDING',
      ...priced,
      createdAt: new Date().toISOString(),
      traceparent: currentTraceparent(),
      sequence: 1,
    };
    addToLog({ orderId: order.id });
    report({ orderId: order.id, orderOutcome: 'pending' });
    const answer = toOrderView(order);
    await this.#orders.place(order, [remember(answer)]);
    await this.#startSaga({ orderId: order.id, customerId, ...priced }).catch((thrown) =>
      log.error('saga not started here, the outbox will', thrown),
    );
    return answer;
  }
}
