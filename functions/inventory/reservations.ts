import type { SagaOrder } from '../contracts/order-saga.ts';
import { withRetries } from '../kit/jitter.ts';
import { Refusal } from '../kit/service-error.ts';
import { ConditionFailed } from '../kit/table.ts';
import { type InventoryRepository, RESERVATION, type Reservation, type Stock } from './repository.ts';

/** The inventory's part in the saga: hold stock for an order, and give back exactly what was held. */
export class Reservations {
  readonly #inventory: InventoryRepository;

  constructor(inventory: InventoryRepository) {
    this.#inventory = inventory;
  }

  /**
   * ReserveInventory: holds every item of the order or none. A repeated call changes nothing.
   *
   * @throws Refusal OutOfStock or UnknownProduct, naming the sku; ReservationVoided when the undo came first.
   */
  async reserve({ orderId, items }: SagaOrder): Promise<void> {
    try {
      await this.#inventory.hold(
        orderId,
        items.map(({ sku, quantity }) => ({ sku, quantity })),
      );
    } catch (thrown) {
      if (!(thrown instanceof ConditionFailed)) throw thrown;
      this.#explain(thrown, items);
    }
  }

  #explain({ failed }: ConditionFailed, items: SagaOrder['items']): void {
    const earlier = failed.get(RESERVATION) as Reservation | undefined;
    if (earlier?.status === 'HELD') return;
    if (earlier) throw new Refusal('ReservationVoided');
    const short = items.find(({ sku }) => failed.has(sku))!;
    const stock = failed.get(short.sku) as Stock | undefined;
    if (!stock) throw new Refusal('UnknownProduct', `There is no stock of ${short.sku}.`);
    throw new Refusal('OutOfStock', `${short.sku}: ${short.quantity} asked, ${stock.available} left.`);
  }

  /** ReleaseInventory, the undo: gives back what was held, or leaves a tombstone when nothing was (yet). */
  release({ orderId }: Pick<SagaOrder, 'orderId'>): Promise<void> {
    const attempt = async () => {
      const reservation = await this.#inventory.reservation(orderId);
      if (!reservation) return this.#inventory.void(orderId);
      if (reservation.status === 'HELD') return this.#inventory.release(reservation);
    };
    return withRetries(attempt, {
      attempts: 5,
      baseMs: 20,
      capMs: 200,
      when: (thrown) => thrown instanceof ConditionFailed,
    });
  }
}
