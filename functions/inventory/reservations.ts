import { LIMITS } from '../contracts/limits.ts';
import type { SagaOrder } from '../contracts/order-saga.ts';
import { BusinessRejection } from '../platform/service-error.ts';
import { ConditionFailed, retryIfChanged } from '../platform/table.ts';
import { RESERVATION, type Reservation, type ReservationRepository } from './reservation-repository.ts';
import type { Stock } from './stock-repository.ts';

/** The inventory's part in the saga: hold stock for an order, and give back exactly what was held. */
export class Reservations {
  readonly #reservations: ReservationRepository;

  constructor(reservations: ReservationRepository) {
    this.#reservations = reservations;
  }

  /**
   * ReserveInventory: holds every item of the order or none. A repeated call changes nothing. A business rejection is written
   * down before it is thrown, so that an attempt which was given up and comes late gets the same answer: that is why
   * the saga need not undo a refused step.
   *
   * @throws BusinessRejection OutOfStock or UnknownProduct, naming the sku; ReservationVoided when the undo came first.
   */
  reserve({ orderId, items }: SagaOrder): Promise<void> {
    const wanted = items.map(({ sku, quantity }) => ({ sku, quantity }));
    const known = new Map<string, Stock>();
    return retryIfChanged(async () => {
      try {
        await this.#reservations.hold({ orderId, status: 'HELD', items: wanted, ...heldNow() }, known);
      } catch (thrown) {
        if (!(thrown instanceof ConditionFailed)) throw thrown;
        const earlier = thrown.failed.get(RESERVATION) as Reservation | undefined;
        if (earlier?.status === 'HELD' || earlier?.status === 'COMMITTED') return;
        if (earlier) throw new BusinessRejection(earlier.refusal ?? 'ReservationVoided');
        const rejection = shortage(thrown, items);
        if (!rejection) {
          learn(known, thrown);
          throw thrown;
        }
        await this.#reservations.void(orderId, rejection.name);
        throw rejection;
      }
    });
  }

  /**
   * ReleaseInventory, the undo: gives back what was held, or leaves a tombstone when nothing was (yet). A confirmed
   * order's stock is given back too: a customer may cancel for some time after the confirmation.
   */
  release({ orderId }: Pick<SagaOrder, 'orderId'>): Promise<void> {
    return retryIfChanged(async () => {
      const reservation = await this.#reservations.get(orderId);
      if (!reservation) return this.#reservations.void(orderId);
      if (reservation.status === 'HELD' || reservation.status === 'COMMITTED')
        return this.#reservations.release(reservation);
    });
  }

  /**
   * Keeps what is held for an order that was confirmed. What was given back by then stays given back: the order was
   * cancelled after it was confirmed, and the news of it were quicker.
   */
  async commit(orderId: string): Promise<void> {
    try {
      await this.#reservations.commit(orderId);
    } catch (thrown) {
      if (!(thrown instanceof ConditionFailed)) throw thrown;
    }
  }
}

/** The fields of a hold that begins now. */
function heldNow() {
  const now = Date.now();
  return {
    heldAt: new Date(now).toISOString(),
    dueAt: new Date(now + LIMITS.reservationSeconds * 1_000).toISOString(),
    asked: 0,
  };
}

/** What the order is refused for; undefined when there is enough of everything, and others were only quicker. */
function shortage({ failed }: ConditionFailed, items: SagaOrder['items']): BusinessRejection | undefined {
  for (const { sku, quantity } of items) {
    if (!failed.has(sku)) continue;
    const stock = failed.get(sku) as Stock | undefined;
    if (!stock || stock.retired) return new BusinessRejection('UnknownProduct', `${sku} is not sold.`);
    if (stock.available < quantity)
      return new BusinessRejection('OutOfStock', `${sku}: ${quantity} asked, ${stock.available} left.`);
  }
  return undefined;
}

/** Remembers the stock that stood in the way, so that the next attempt can tell that it becomes low. */
function learn(known: Map<string, Stock>, { failed }: ConditionFailed): void {
  for (const stock of failed.values())
    if (stock && 'headroom' in stock) known.set(stock.sku as string, stock as unknown as Stock);
}
