import { CANCELLATIONS, reasonOf } from '../contracts/business-rejections.ts';
import { type CaughtError, type SagaOrder, Stranded } from '../contracts/order-saga.ts';
import { BusinessRejection } from '../platform/service-error.ts';
import { retryIfChanged } from '../platform/table.ts';
import type { Order } from './order.ts';
import type { OrderRepository } from './repository.ts';

/** The ways in which a saga ends an order. All can come twice, late, or at the same time: one wins. */
export class OrderSettlement {
  readonly #orders: OrderRepository;

  constructor(orders: OrderRepository) {
    this.#orders = orders;
  }

  /**
   * ConfirmOrder: PENDING becomes CONFIRMED.
   *
   * @throws BusinessRejection OrderNotPending when the order was cancelled, parked or redriven first, CancellationRequested when it
   *   is to be cancelled.
   */
  confirm({ orderId }: SagaOrder): Promise<void> {
    return this.#change(orderId, async (order) => {
      if (order.status === 'CONFIRMED') return;
      if (order.status === 'CANCELLED' || order.attention || order.redrives)
        throw new BusinessRejection('OrderNotPending');
      if (order.cancellation) throw new BusinessRejection('CancellationRequested');
      await this.#orders.settle(order, { status: 'CONFIRMED', confirmedAt: new Date().toISOString() });
    });
  }

  /**
   * CancelOrder, the undo of ConfirmOrder and the end of the undo chain. A confirmation whose answer was lost is
   * taken back too: by now the money and the stock are. Who asked for the cancellation reads that, whatever it was that
   * turned the saga around.
   */
  cancel({ orderId }: SagaOrder, failure: CaughtError): Promise<void> {
    return this.#change(orderId, async (order) => {
      if (order.status === 'CANCELLED') return;
      const reason = order.cancellation ? CANCELLATIONS[order.cancellation.by] : reasonOf(failure.Error);
      await this.#orders.settle(order, { status: 'CANCELLED', reason });
    });
  }

  /**
   * ParkOrder: the order waits for manual intervention, and takes no late confirmation. One that is CANCELLED is at its end: then only
   * the answer was lost. One that is parked already says from now on what went wrong this time.
   *
   * @returns whether it is parked anew, and not by an attempt whose answer was lost.
   */
  park({ orderId }: Pick<SagaOrder, 'orderId'>, stranded: Stranded): Promise<boolean> {
    return this.#change(
      orderId,
      async (order) => order.status !== 'CANCELLED' && (await this.#orders.park(order, brief(stranded))),
    );
  }

  /** Reads the order and changes it as it was read; reads again when somebody was quicker. */
  #change<R>(id: string, change: (order: Order) => Promise<R>): Promise<R> {
    return retryIfChanged(async () => {
      const order = await this.#orders.get(id);
      if (!order) throw new Error(`order ${id} is not in the table`);
      return change(order);
    });
  }
}

/** A cause can be a stack as long as 32 KB: so much of it stays with the order (UTF-16 units). */
const CAUSE_LENGTH = 1_000;

const brief = (stranded: Stranded): Stranded =>
  Object.fromEntries(
    Object.entries(Stranded.parse(stranded)).flatMap(([name, failure]) =>
      failure ? [[name, { ...failure, Cause: failure.Cause?.slice(0, CAUSE_LENGTH) }]] : [],
    ),
  ) as Stranded;
