import type { BusinessRejectionName } from '../contracts/business-rejections.ts';
import type { Money } from '../contracts/money.ts';
import { itemKey, type Key, keyPrefix } from '../platform/key.ts';
import type { Write } from '../platform/table.ts';

/** A customer's account. The balance is kept beside the entries, so that a charge can be conditional on it. */
export interface Account {
  customerId: string;
  balance: number;
  currency: string;
  /** Until when nothing is paid in, in seconds since 1970: somebody is deleting the customer. */
  closedUntil?: number;
}

export type TransactionKind = 'deposit' | 'charge' | 'refund';

export interface Transaction {
  id: string;
  kind: TransactionKind;
  customerId: string;
  /** The id of the customer's entry, sortable by time: the order of statements. */
  entryId: string;
  /** The order that was charged or refunded. */
  orderId?: string;
  money: Money;
  createdAt: string;
}

/** A charge's header also tells whether it was undone; VOIDED is the tombstone of an undo that came first. */
export interface ChargeHeader extends Partial<Transaction> {
  status: 'CHARGED' | 'REFUNDED' | 'VOIDED';
  /** What the charge was refused for, when it was. */
  refusal?: BusinessRejectionName;
}

export const accountKey = (customerId: string): Key => itemKey(['ACCOUNT', customerId], ['ACCOUNT']);
export const transactionKey = (id: string): Key => itemKey(['TX', id], ['TX']);
export const chargeId = (orderId: string) => `charge:${orderId}`;

/** The shop's own accounts, where the other side of each entry is: money from outside, and sales. */
const OTHER_SIDE: Record<TransactionKind, string> = { deposit: 'cash', charge: 'sales', refund: 'sales' };

/** One side of a transaction as it is stored. */
export interface Entry {
  transaction: string;
  kind: TransactionKind;
  /** `customer:<id>`, or one of the shop's own. */
  account: string;
  /** Signed, in minor units. */
  amount: number;
  currency: string;
  createdAt: string;
}

/** A customer's side, as statements list it. */
export interface CustomerEntry extends Entry {
  entryId: string;
  orderId?: string;
}

/** What a transaction does to the customer's balance. */
export const SIGN: Record<TransactionKind, 1 | -1> = { deposit: 1, charge: -1, refund: 1 };

const ENTRY = 'ENTRY';
/** The sort key of every entry begins with this. */
export const ENTRY_PREFIX = keyPrefix(ENTRY);
export const customerAccount = (customerId: string) => `customer:${customerId}`;
export const customerEntryKey = (customerId: string, entryId: string): Key =>
  itemKey(['ACCOUNT', customerId], [ENTRY, entryId]);

/**
 * The writes of one transaction in double entry: its header, and two entries that sum to zero. Entries are added,
 * never changed; the header's condition makes a transaction happen once. (Fowler, "Accounting Patterns".)
 * The customer's entry lies with the account, so that a statement is one query that misses nothing.
 */
export function bookTransaction(transaction: Transaction, header: Record<string, unknown> = {}): Write[] {
  const { id, kind, customerId, entryId, orderId, money, createdAt } = transaction;
  const amount = SIGN[kind] * money.amount;
  const entry = (key: Key, account: string, signed: number, more: Partial<CustomerEntry> = {}): Write => {
    const stored: Entry = {
      transaction: id,
      kind,
      account,
      amount: signed,
      currency: money.currency,
      createdAt,
    };
    return {
      label: `entry ${account}`,
      put: { ...key, ...stored, ...more },
      condition: 'attribute_not_exists(pk)',
    };
  };
  const otherSide = OTHER_SIDE[kind];
  return [
    {
      label: 'transaction',
      put: { ...transactionKey(id), ...transaction, ...header },
      condition: 'attribute_not_exists(pk)',
    },
    entry(customerEntryKey(customerId, entryId), customerAccount(customerId), amount, { entryId, orderId }),
    entry(itemKey(['TX', id], [ENTRY, otherSide]), otherSide, -amount),
  ];
}

/** @param now seconds since 1970 */
export const isClosed = (account: Account | undefined, now: number): boolean =>
  account?.closedUntil !== undefined && account.closedUntil > now;

/** Pays into an account that nobody is closing; makes it with its first deposit. @param now seconds since 1970 */
export function payIn(customerId: string, money: Money, now: number): Write {
  const write = credit(customerId, money);
  return {
    ...write,
    condition: `(${write.condition}) AND (attribute_not_exists(closedUntil) OR closedUntil <= :now)`,
    values: { ...write.values, ':now': now },
  };
}

/**
 * Moves a balance up; makes the account when there is none. Also of one that is closed: what is paid back is the
 * customer's, and is not lost.
 */
export function credit(customerId: string, money: Money): Write {
  return {
    label: 'account',
    update: accountKey(customerId),
    set: 'SET balance = if_not_exists(balance, :zero) + :amount, currency = :currency, customerId = :customer',
    condition: 'attribute_not_exists(pk) OR currency = :currency',
    values: { ':zero': 0, ':amount': money.amount, ':currency': money.currency, ':customer': customerId },
  };
}

/** Moves a balance down, never below zero. */
export function debit(customerId: string, money: Money): Write {
  return {
    label: 'account',
    update: accountKey(customerId),
    set: 'SET balance = balance - :amount',
    condition: 'balance >= :amount AND currency = :currency',
    values: { ':amount': money.amount, ':currency': money.currency },
  };
}
