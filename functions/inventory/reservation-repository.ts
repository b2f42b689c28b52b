import type { BusinessRejectionName } from '../contracts/business-rejections.ts';
import { itemKey, type Key, keyText } from '../platform/key.ts';
import { announce } from '../platform/outbox.ts';
import { allShards, shardOf } from '../platform/shards.ts';
import type { Table, Write } from '../platform/table.ts';
import { announceLow, crosses, putBack, type ReservedItem, type Stock, takeOut } from './stock-repository.ts';

/**
 * HELD until the order is settled: COMMITTED when it was confirmed, RELEASED when the hold was undone. VOIDED when the
 * undo or a business rejection came before there was anything to undo.
 */
export interface Reservation {
  orderId: string;
  status: 'HELD' | 'COMMITTED' | 'RELEASED' | 'VOIDED';
  items: ReservedItem[];
  /** What the order was refused for, when it was. */
  refusal?: BusinessRejectionName;
}

/** While it is held, its key stands in the index `Held` in the order of the time at which it should be settled. */
export interface HeldReservation extends Reservation {
  /** RFC 3339. */
  heldAt: string;
  /** When inventory next asks what became of the order. */
  dueAt: string;
  /** How often it has asked. */
  asked: number;
}

const reservationKey = (orderId: string): Key => itemKey(['ORDER', orderId], ['RESERVATION']);

/** The partition of the index `Held` that one shard of the reservations stands in. */
const heldIn = (shard: number) => keyText('HELD', shard);

/** Label of a write, by which a failed condition is told from another. */
export const RESERVATION = 'reservation';

/** Writes that one DynamoDB transaction can hold. */
const TRANSACTION_WRITES = 100;

/** The reservations of orders: the only place that writes their rows. */
export class ReservationRepository {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  get(orderId: string): Promise<Reservation | undefined> {
    return this.#table.get<Reservation>(reservationKey(orderId));
  }

  /** Reservations that should have been settled by `now` (RFC 3339), the most overdue first; at most 100. */
  async overdue(now: string, limit: number): Promise<HeldReservation[]> {
    const pages = await Promise.all(
      allShards().map((shard) =>
        this.#table.query<Key & { dueAt: string }>({
          index: 'Held',
          where: 'held = :held AND dueAt <= :now',
          values: { ':held': heldIn(shard), ':now': now },
          limit,
        }),
      ),
    );
    const keys = pages
      .flatMap(({ items }) => items)
      .sort((a, b) => a.dueAt.localeCompare(b.dueAt))
      .slice(0, limit)
      .map(({ pk, sk }) => ({ pk, sk }));
    const found = await this.#table.getMany<HeldReservation>(keys);
    // The index is a little behind: what was settled or asked for meanwhile is not overdue.
    return found
      .filter(({ status, dueAt }) => status === 'HELD' && dueAt <= now)
      .sort((a, b) => a.dueAt.localeCompare(b.dueAt));
  }

  /**
   * Holds all items for an order, or none. The label of each stock write is its sku. No write says whether it makes
   * the stock low unless the stock is known: one that would, without being known to, fails and gives the stock back
   * in the error. `known` is what was learnt so.
   */
  async hold(reservation: HeldReservation, known: ReadonlyMap<string, Stock>): Promise<void> {
    const { orderId, items } = reservation;
    const lows = items.flatMap(({ sku, quantity }) => {
      const stock = known.get(sku);
      return stock && crosses(stock, quantity) ? [announceLow(stock, stock.available - quantity)] : [];
    });
    // 50 items that all become low at once are 101 writes: what does not fit follows at once.
    const room = TRANSACTION_WRITES - 1 - items.length;
    await this.#table.write([
      newReservation({
        ...reservationKey(orderId),
        ...reservation,
        held: heldIn(shardOf(orderId)),
      }),
      ...items.map((item) => takeOut(item, known.get(item.sku))),
      ...lows.slice(0, room),
    ]);
    for (const low of lows.slice(room)) await this.#table.write([low]);
  }

  /** Gives back exactly what a reservation holds, whether its order was confirmed meanwhile or not. */
  release({ orderId, items }: Reservation): Promise<void> {
    return this.#table.write([
      {
        label: RESERVATION,
        update: reservationKey(orderId),
        set: 'SET #status = :released REMOVE held, dueAt',
        condition: '#status IN (:held, :committed)',
        names: { '#status': 'status' },
        values: { ':released': 'RELEASED', ':held': 'HELD', ':committed': 'COMMITTED' },
      },
      ...items.map(putBack),
    ]);
  }

  /** Keeps a reservation for good: its order is confirmed. */
  commit(orderId: string): Promise<void> {
    return this.#table.writeOne({
      label: RESERVATION,
      update: reservationKey(orderId),
      set: 'SET #status = :committed REMOVE held, dueAt',
      condition: '#status = :held',
      names: { '#status': 'status' },
      values: { ':committed': 'COMMITTED', ':held': 'HELD' },
    });
  }

  /** Asks what became of the order of a reservation, and notes when to ask again (RFC 3339). */
  ask({ orderId, heldAt, asked }: HeldReservation, again: string): Promise<void> {
    return this.#table.write([
      {
        label: RESERVATION,
        update: reservationKey(orderId),
        set: 'SET dueAt = :again, asked = :next',
        condition: '#status = :held AND asked = :asked',
        names: { '#status': 'status' },
        values: { ':again': again, ':next': asked + 1, ':held': 'HELD', ':asked': asked },
      },
      announce({
        type: 'reservation.overdue',
        pk: reservationKey(orderId).pk,
        subject: orderId,
        sequence: asked + 1,
        data: { orderId, heldAt },
      }),
    ]);
  }

  /** Leaves a tombstone, so that a reservation which comes after its undo or its business rejection is refused. */
  void(orderId: string, refusal?: BusinessRejectionName): Promise<void> {
    const tombstone: Reservation = { orderId, status: 'VOIDED', items: [], refusal };
    return this.#table.writeOne(newReservation({ ...reservationKey(orderId), ...tombstone }));
  }
}

const newReservation = (put: Key & Record<string, unknown>): Write & { put: object } => ({
  label: RESERVATION,
  put,
  condition: 'attribute_not_exists(pk)',
});
