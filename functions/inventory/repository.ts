import type { BusinessRejectionName } from '../contracts/business-rejections.ts';
import { itemKey, type Key, keyText } from '../platform/key.ts';
import { announce } from '../platform/outbox.ts';
import { allShards, shardOf } from '../platform/shards.ts';
import type { Table, Write } from '../platform/table.ts';

export interface Stock {
  sku: string;
  /** Units that can be ordered. */
  available: number;
  /** Units promised to orders. What is in the warehouse is both together. */
  reserved: number;
  /**
   * How many available units there are above the threshold of stock.low; below zero when the stock is low. It moves
   * with `available`, so that a condition can tell a crossing, and the threshold is the difference of the two.
   */
  headroom: number;
  /** Rises by one with every change of this item. */
  version: number;
  /** The sequence of the latest stock.low. */
  lowSequence?: number;
  /** Set when the product is no longer sold: then it is reserved no more. */
  retired?: boolean;
}

export interface ReservedItem {
  sku: string;
  quantity: number;
}

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

export const stockKey = (sku: string): Key => itemKey(['STOCK', sku], ['STOCK']);
const reservationKey = (orderId: string): Key => itemKey(['ORDER', orderId], ['RESERVATION']);

/** The partition of the index `Held` that one shard of the reservations stands in. */
const heldIn = (shard: number) => keyText('HELD', shard);

/** Label of a write, by which a failed condition is told from another. */
export const RESERVATION = 'reservation';

/** Writes that one DynamoDB transaction can hold. */
const TRANSACTION_WRITES = 100;

/** True when this many units less are the ones that make the stock low. */
export const crosses = ({ headroom }: Stock, fewer: number): boolean => headroom >= 0 && headroom < fewer;

/** The stock and the reservations in the inventory table: the only writer of either. */
export class InventoryRepository {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  stock(sku: string): Promise<Stock | undefined> {
    return this.#table.get<Stock>(stockKey(sku));
  }

  /** The stock of several products; what there is none of is left out. */
  stocks(skus: string[]): Promise<Stock[]> {
    return this.#table.getMany<Stock>(skus.map(stockKey));
  }

  reservation(orderId: string): Promise<Reservation | undefined> {
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
      this.#newReservation({
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
    return this.#table.write([
      {
        label: RESERVATION,
        update: reservationKey(orderId),
        set: 'SET #status = :committed REMOVE held, dueAt',
        condition: '#status = :held',
        names: { '#status': 'status' },
        values: { ':committed': 'COMMITTED', ':held': 'HELD' },
      },
    ]);
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

  /**
   * Writes what was counted, if the stock is still as it was read, and tells of it when it has become low: then
   * `after` has another `lowSequence`.
   */
  recount(before: Stock, after: Stock): Promise<void> {
    const low = after.lowSequence !== before.lowSequence;
    return this.#table.write([
      change(before, after),
      ...(low ? [announceLow(before, after.available, after.available - after.headroom)] : []),
    ]);
  }

  /** Leaves a tombstone, so that a reservation which comes after its undo or its business rejection is refused. */
  void(orderId: string, refusal?: BusinessRejectionName): Promise<void> {
    const tombstone: Reservation = { orderId, status: 'VOIDED', items: [], refusal };
    return this.#table.write([this.#newReservation({ ...reservationKey(orderId), ...tombstone })]);
  }

  #newReservation(put: Key & Record<string, unknown>): Write {
    return { label: RESERVATION, put, condition: 'attribute_not_exists(pk)' };
  }
}

/** Tells that the stock is low, once per crossing: `stock` is how it was read, `available` what is left. */
export function announceLow(
  stock: Stock,
  available: number,
  threshold = stock.available - stock.headroom,
): Write {
  const { sku, lowSequence = 0 } = stock;
  return announce({
    type: 'stock.low',
    pk: stockKey(sku).pk,
    subject: `stock:${sku}`,
    sequence: lowSequence + 1,
    data: { sku, available, threshold },
  });
}

const MOVE =
  'available = available - :quantity, headroom = headroom - :quantity, reserved = reserved + :quantity, version = version + :one';

/** Moves units from available to reserved; their sum stays what it was. */
function takeOut({ sku, quantity }: ReservedItem, known: Stock | undefined): Write {
  const makesLow = known !== undefined && crosses(known, quantity);
  const sold = 'available >= :quantity AND attribute_not_exists(retired)';
  return {
    label: sku,
    update: stockKey(sku),
    set: `SET ${MOVE}${makesLow ? ', lowSequence = :low' : ''}`,
    condition: `${sold} AND ${makesLow ? 'version = :version' : '(headroom < :zero OR headroom >= :quantity)'}`,
    values: {
      ':quantity': quantity,
      ':one': 1,
      ...(makesLow ? { ':version': known.version, ':low': (known.lowSequence ?? 0) + 1 } : { ':zero': 0 }),
    },
  };
}

const putBack = ({ sku, quantity }: ReservedItem): Write => ({
  label: sku,
  update: stockKey(sku),
  set: `SET ${MOVE}`,
  condition: 'attribute_exists(pk)',
  values: { ':quantity': -quantity, ':one': 1 },
});

/** Only what a count changes is written: a reservation in between fails the condition, and all is read again. */
function change(before: Stock, { sku, available, headroom, version, lowSequence }: Stock): Write {
  const low = lowSequence !== before.lowSequence;
  return {
    label: 'stock',
    update: stockKey(sku),
    set: `SET available = :available, headroom = :headroom, version = :version${low ? ', lowSequence = :low' : ''}`,
    condition: 'version = :seen',
    values: {
      ':available': available,
      ':headroom': headroom,
      ':version': version,
      ':seen': before.version,
      ...(low && { ':low': lowSequence }),
    },
  };
}

/** The stock of a product that is new: nothing. It belongs into the transaction of the product. */
export function emptyStock(sku: string, lowAt: number): Write {
  const stock: Stock = { sku, available: 0, reserved: 0, headroom: -lowAt, version: 1 };
  return { label: 'stock', put: { ...stockKey(sku), ...stock }, condition: 'attribute_not_exists(pk)' };
}

/**
 * What reservations are conditional on is the stock, so it is told too when a product is retired or sold again. It belongs
 * into the transaction of the product.
 */
export function markStock(sku: string, retired: boolean): Write {
  return {
    label: 'stock',
    update: stockKey(sku),
    set: retired
      ? 'SET version = version + :one, retired = :yes'
      : 'SET version = version + :one REMOVE retired',
    condition: 'attribute_exists(pk)',
    values: { ':one': 1, ...(retired && { ':yes': true }) },
  };
}
