import type { SagaOrder } from '../contracts/order-saga.ts';
import { newId } from '../kit/id.ts';
import { rememberOnce } from '../kit/idempotency.ts';
import { addToLog, log } from '../kit/log.ts';
import { ConditionFailed } from '../kit/table.ts';
import type { ClosedCustomers } from './closed-customers.ts';
import type { KnownProducts } from './known-products.ts';
import { mergeLines, type Order, type OrderLine, presentOrder, priceOrder } from './order.ts';
import type { OrderRepository } from './repository.ts';

interface Dependencies {
  orders: OrderRepository;
  products: KnownProducts;
  closed: Pick<ClosedCustomers, 'requireOpen'>;
  startSaga: (order: SagaOrder) => Promise<void>;
}

interface Placement {
  customerId: string;
  lines: OrderLine[];
  idempotencyKey: string;
}

/**
 * Places orders: prices them, writes the order with its event and its Idempotency-Key in one transaction, and
 * starts the saga. Should the start fail, the order stands all the same: the outbox starts the saga.
 */
export class OrderPlacement {
  readonly #orders: OrderRepository;
  readonly #products: KnownProducts;
  readonly #closed: Dependencies['closed'];
  readonly #startSaga: (order: SagaOrder) => Promise<void>;

  constructor({ orders, products, closed, startSaga }: Dependencies) {
    this.#orders = orders;
    this.#products = products;
    this.#closed = closed;
    this.#startSaga = startSaga;
  }

  /**
   * @returns the order, PENDING; for a repeated key the answer that was given first.
   * @throws ServiceError `conflict` for a customer who is being deleted, `invalid` or `refused` as `mergeLines`, `priceOrder` and `rememberOnce` say.
   */
  async place({ customerId, lines, idempotencyKey }: Placement): Promise<ReturnType<typeof presentOrder>> {
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
      sequence: 1,
    };
    addToLog({ orderId: order.id });
    const answer = presentOrder(order);
    const once = rememberOnce<typeof answer>({ customerId, key: idempotencyKey, request: lines });
    try {
      await this.#orders.place(order, [once.write(answer)]);
    } catch (thrown) {
      const first = thrown instanceof ConditionFailed ? once.replay(thrown) : undefined;
      if (!first) throw thrown;
      return first;
    }
    await this.#startSaga({ orderId: order.id, customerId, ...priced }).catch((thrown) =>
      log.error('saga not started here, the outbox will', thrown),
    );
    return answer;
  }
}
