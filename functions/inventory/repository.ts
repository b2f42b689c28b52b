import type { Money } from '../contracts/money.ts';
import type { RefusalName } from '../contracts/refusals.ts';
import { firstTime } from '../kit/inbox.ts';
import type { Key, Page, Table, Write } from '../kit/table.ts';

export interface Product {
  sku: string;
  name: string;
  price: Money;
}

export interface Stock {
  sku: string;
  /** Units that can be ordered. */
  available: number;
  /** Units promised to orders. What is in the warehouse is both together. */
  reserved: number;
}

export interface ReservedItem {
  sku: string;
  quantity: number;
}

/** HELD until undone; RELEASED after; VOIDED when the undo came before there was anything to undo. */
export interface Reservation {
  orderId: string;
  status: 'HELD' | 'RELEASED' | 'VOIDED';
  items: ReservedItem[];
  /** What the order was refused for, when it was. */
  refusal?: RefusalName;
}

const productKey = (sku: string): Key => ({ pk: 'PRODUCT', sk: sku });
const stockKey = (sku: string): Key => ({ pk: `STOCK#${sku}`, sk: 'STOCK' });
const demandKey = (sku: string): Key => ({ pk: `STOCK#${sku}`, sk: 'DEMAND' });
const reservationKey = (orderId: string): Key => ({ pk: `ORDER#${orderId}`, sk: 'RESERVATION' });

/** Label of a write, by which a failed condition is told from another. */
export const RESERVATION = 'reservation';

/** The inventory table: products, stock, reservations, demand. */
export class InventoryRepository {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  product(sku: string): Promise<Product | undefined> {
    return this.#table.get<Product>(productKey(sku));
  }

  /** Products in the order of their sku, after the sku `after`. */
  products(limit: number, after?: string): Promise<Page<Product>> {
    return this.#table.query<Product>({
      where: 'pk = :pk',
      values: { ':pk': 'PRODUCT' },
      limit,
      after: after === undefined ? undefined : { ...productKey(after) },
    });
  }

  stock(sku: string): Promise<Stock | undefined> {
    return this.#table.get<Stock>(stockKey(sku));
  }

  reservation(orderId: string): Promise<Reservation | undefined> {
    return this.#table.get<Reservation>(reservationKey(orderId));
  }

  /** Holds all items for an order, or none. The label of each stock write is its sku. */
  hold(orderId: string, items: ReservedItem[]): Promise<void> {
    return this.#table.write([
      this.#newReservation({ orderId, status: 'HELD', items }),
      ...items.map(({ sku, quantity }) => moveStock(sku, quantity, 'available >= :quantity')),
    ]);
  }

  /** Gives back exactly what a reservation holds. */
  release({ orderId, items }: Reservation): Promise<void> {
    return this.#table.write([
      {
        label: RESERVATION,
        update: reservationKey(orderId),
        set: 'SET #status = :released',
        condition: '#status = :held',
        names: { '#status': 'status' },
        values: { ':released': 'RELEASED', ':held': 'HELD' },
      },
      ...items.map(({ sku, quantity }) => moveStock(sku, -quantity, 'attribute_exists(pk)')),
    ]);
  }

  /** Leaves a tombstone, so that a reservation which comes after its undo or its refusal is refused. */
  void(orderId: string, refusal?: RefusalName): Promise<void> {
    return this.#table.write([this.#newReservation({ orderId, status: 'VOIDED', items: [], refusal })]);
  }

  /** Adds to the demand figures of products, once per event. */
  countDemand(eventId: string, items: ReservedItem[]): Promise<void> {
    return this.#table.write([
      firstTime(eventId),
      ...items.map(
        ({ sku, quantity }): Write => ({
          update: demandKey(sku),
          set: 'ADD orders :one, units :quantity',
          values: { ':one': 1, ':quantity': quantity },
        }),
      ),
    ]);
  }

  #newReservation(reservation: Reservation): Write {
    return {
      label: RESERVATION,
      put: { ...reservationKey(reservation.orderId), ...reservation },
      condition: 'attribute_not_exists(pk)',
    };
  }
}

/** Moves units between available and reserved; their sum stays what it was. */
function moveStock(sku: string, quantity: number, condition: string): Write {
  return {
    label: sku,
    update: stockKey(sku),
    set: 'SET available = available - :quantity, reserved = reserved + :quantity',
    condition,
    values: { ':quantity': quantity },
  };
}
