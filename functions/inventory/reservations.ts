import type { SagaOrder } from '../contracts/order-saga.ts';
import { Refusal } from '../kit/service-error.ts';
import { ConditionFailed, retryIfChanged } from '../kit/table.ts';
import { type InventoryRepository, RESERVATION, type Reservation, type Stock } from './repository.ts';

/** The inventory's part in the saga: hold stock for an order, and give back exactly what was held. */
export class Reservations {
  readonly #inventory: InventoryRepository;

  constructor(inventory: InventoryRepository) {
    this.#inventory = inventory;
  }

  /**
   * ReserveInventory: holds every item of the order or none. A repeated call changes nothing. A refusal is written
   * down before it is thrown, so that an attempt which was given up and comes late gets the same answer: that is why
   * the saga need not undo a refused step.
   *
   * @throws Refusal OutOfStock or UnknownProduct, naming the sku; ReservationVoided when the undo came first.
   */
  reserve({ orderId, items }: SagaOrder): Promise<void> {
    return retryIfChanged(async () => {
      try {
        await this.#inventory.hold(
          orderId,
          items.map(({ sku, quantity }) => ({ sku, quantity })),
        );
      } catch (thrown) {
        if (!(thrown instanceof ConditionFailed)) throw thrown;
        const earlier = thrown.failed.get(RESERVATION) as Reservation | undefined;
        if (earlier?.status === 'HELD') return;
        if (earlier) throw new Refusal(earlier.refusal ?? 'ReservationVoided');
        const refusal = shortage(thrown, items);
        await this.#inventory.void(orderId, refusal.name);
        throw refusal;
      }
    });
  }

  /** ReleaseInventory, the undo: gives back what was held, or leaves a tombstone when nothing was (yet). */
  release({ orderId }: Pick<SagaOrder, 'orderId'>): Promise<void> {
    return retryIfChanged(async () => {
      const reservation = await this.#inventory.reservation(orderId);
      if (!reservation) return this.#inventory.void(orderId);
      if (reservation.status === 'HELD') return this.#inventory.release(reservation);
    });
  }
}

function shortage({ failed }: ConditionFailed, items: SagaOrder['items']): Refusal {
  const short = items.find(({ sku }) => failed.has(sku))!;
  const stock = failed.get(short.sku) as Stock | undefined;
  return stock
    ? new Refusal('OutOfStock', `${short.sku}: ${short.quantity} asked, ${stock.available} left.`)
    : new Refusal('UnknownProduct', `There is no stock of ${short.sku}.`);
}
