import type { Reservation, Stock } from '../../functions/inventory/repository.ts';
import type { Order } from '../../functions/orders/order.ts';
import type { ChargeHeader } from '../../functions/payments/ledger.ts';

export type Item = Record<string, unknown>;

/** The tables whose rows make up the books. */
export type BookTables = Record<'orders' | 'inventory' | 'payments', Item[]>;

/** What the three services hold of stock, money and orders. */
export interface Books {
  orders: Order[];
  stock: Map<string, Stock>;
  /** By order. */
  reservations: Map<string, Reservation>;
  /** By order. */
  charges: Map<string, ChargeHeader>;
  payments: Item[];
}

/** Sorts the rows of the tables into books. */
export function booksOf({ orders, inventory, payments }: BookTables): Books {
  const byId = <T>(items: Item[], sk: string, prefix: string) =>
    new Map(
      items
        .filter((item) => item.sk === sk && String(item.pk).startsWith(prefix))
        .map((item) => [String(item.pk).slice(prefix.length), item as unknown as T]),
    );
  return {
    orders: [...byId<Order>(orders, 'ORDER', 'ORDER#').values()],
    stock: byId(inventory, 'STOCK', 'STOCK#'),
    reservations: byId(inventory, 'RESERVATION', 'ORDER#'),
    charges: byId(payments, 'TX', 'TX#charge:'),
    payments,
  };
}
