/** A customer's account. Amounts are in minor units, here and below. */
export interface AccountRow {
  customerId: string;
  balance: number;
  currency: string;
}

/**
 * The header of a transaction. A charge also tells whether it was undone; VOIDED is the tombstone of an undo that came
 * before the charge, which knows its order and nothing else.
 */
export interface TransactionRow {
  id: string;
  kind: 'deposit' | 'charge' | 'refund';
  customerId?: string;
  /** The order that was charged or refunded. */
  orderId?: string;
  money?: { amount: number; currency: string };
  status?: 'CHARGED' | 'REFUNDED' | 'VOIDED';
}

/** One side of a transaction. */
export interface EntryRow {
  /** The id of its transaction. */
  transaction: string;
  /** Whose account it moves; none for the shop's own accounts. */
  customerId?: string;
  /** Signed. */
  amount: number;
  currency: string;
}

export interface StockRow {
  sku: string;
  available: number;
  reserved: number;
}

export interface ReservationRow {
  orderId: string;
  status: 'HELD' | 'COMMITTED' | 'RELEASED' | 'VOIDED';
  items: readonly { sku: string; quantity: number }[];
}

export interface OrderRow {
  id: string;
  customerId: string;
  status: 'PENDING' | 'CONFIRMED' | 'CANCELLED';
  /** True while it is parked: operators have to see to it. */
  attention?: boolean;
  /** Why it was cancelled. */
  reason?: unknown;
  /** That somebody wants it cancelled. */
  cancellation?: unknown;
}

/** What payments holds. */
export interface LedgerRows {
  accounts: readonly AccountRow[];
  transactions: readonly TransactionRow[];
  entries: readonly EntryRow[];
}

/** What the services hold of stock, money and orders. */
export interface ShopRows extends LedgerRows {
  stock: readonly StockRow[];
  reservations: readonly ReservationRow[];
  orders: readonly OrderRow[];
}

/** What there was before the orders. It is also the scope: other products and other customers are not judged. */
export interface Baseline {
  /** Units in the warehouse, by sku. */
  onHand: ReadonlyMap<string, number>;
  /** What customers had or paid in, by their ids. */
  funds: ReadonlyMap<string, number>;
  /** Orders that reservations or charges were of already, whether or not there was such an order: they are not judged. */
  earlier?: ReadonlySet<string>;
}
