import type { Reservation } from '../../functions/inventory/reservation-repository.ts';
import type { Stock } from '../../functions/inventory/stock-repository.ts';
import type { Order } from '../../functions/orders/order.ts';
import {
  type Account,
  type ChargeHeader,
  chargeId,
  customerAccount,
  ENTRY_PREFIX,
  type Entry,
} from '../../functions/payments/ledger.ts';
import { keyParts } from '../../functions/platform/key.ts';
import type {
  EntryRow,
  LedgerRows,
  ShopRows,
  TransactionRow,
} from '../../packages/ledger-invariants/index.ts';

export type Item = Record<string, unknown>;

/** All items of the tables that hold stock, money and orders. */
export type ShopItems = Record<'orders' | 'inventory' | 'payments', Item[]>;

/** The rows that the invariants are about, and all else that the services keep with them. */
export interface StageRows extends ShopRows {
  orders: Order[];
  stock: Stock[];
  reservations: Reservation[];
}

/** Takes the rows of the ledger out of the items of the payments table. */
export function ledgerRows(payments: Iterable<Item>): LedgerRows {
  const accounts: Account[] = [];
  const transactions: TransactionRow[] = [];
  const entries: EntryRow[] = [];
  for (const item of payments) {
    if (item.sk === 'ACCOUNT') accounts.push(item as unknown as Account);
    if (item.sk === 'TX') transactions.push(transactionRow(item));
    if (String(item.sk).startsWith(ENTRY_PREFIX)) entries.push(entryRow(item as unknown as Entry));
  }
  return { accounts, transactions, entries };
}

const CHARGE = chargeId('');

/** A tombstone has nothing but its key and its status. */
function transactionRow(item: Item): TransactionRow {
  const id = keyParts(String(item.pk))[1]!;
  const header = item as Partial<ChargeHeader>;
  const orderId = header.orderId ?? (id.startsWith(CHARGE) ? id.slice(CHARGE.length) : undefined);
  const { kind = 'charge', customerId, money, status } = header;
  return { id, kind, customerId, orderId, money, status };
}

const CUSTOMER = customerAccount('');

function entryRow({ transaction, account, amount, currency }: Entry): EntryRow {
  const isCustomers = account.startsWith(CUSTOMER);
  return {
    transaction,
    amount,
    currency,
    ...(isCustomers && { customerId: account.slice(CUSTOMER.length) }),
  };
}

/** Takes the rows of stock, money and orders out of the items of three services' tables. */
export function shopRows({ orders, inventory, payments }: ShopItems): StageRows {
  const ofKind = <T>(items: Item[], sk: string) => items.filter((item) => item.sk === sk) as unknown as T[];
  return {
    orders: ofKind(orders, 'ORDER'),
    stock: ofKind(inventory, 'STOCK'),
    reservations: ofKind(inventory, 'RESERVATION'),
    ...ledgerRows(payments),
  };
}

/** The status of the charge of each order that has one, a tombstone's too. */
export const chargeStatuses = ({ transactions }: LedgerRows): Map<string, TransactionRow['status']> =>
  new Map(
    transactions.filter(({ kind }) => kind === 'charge').map(({ orderId, status }) => [orderId!, status]),
  );
