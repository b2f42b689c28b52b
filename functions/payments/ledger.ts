import type { Money } from '../contracts/money.ts';
import type { RefusalName } from '../contracts/refusals.ts';
import type { Key, Write } from '../kit/table.ts';

/** A customer's account. The balance is kept beside the entries, so that a charge can be conditional on it. */
export interface Account {
  customerId: string;
  balance: number;
  currency: string;
}

export type TransactionKind = 'deposit' | 'charge' | 'refund';

export interface Transaction {
  id: string;
  kind: TransactionKind;
  customerId: string;
  money: Money;
  createdAt: string;
}

/** A charge's header also tells whether it was undone; VOIDED is the tombstone of an undo that came first. */
export interface ChargeHeader extends Partial<Transaction> {
  status: 'CHARGED' | 'REFUNDED' | 'VOIDED';
  /** What the charge was refused for, when it was. */
  refusal?: RefusalName;
}

export const accountKey = (customerId: string): Key => ({ pk: `ACCOUNT#${customerId}`, sk: 'ACCOUNT' });
export const transactionKey = (id: string): Key => ({ pk: `TX#${id}`, sk: 'TX' });
export const chargeId = (orderId: string) => `charge:${orderId}`;

/** The shop's own accounts, where the other side of each entry is: money from outside, and sales. */
const OTHER_SIDE: Record<TransactionKind, string> = { deposit: 'cash', charge: 'sales', refund: 'sales' };

/** What a transaction does to the customer's balance. */
const SIGN: Record<TransactionKind, 1 | -1> = { deposit: 1, charge: -1, refund: 1 };

/**
 * The writes of one transaction in double entry: its header, and two entries that sum to zero. Entries are added,
 * never changed; the header's condition makes a transaction happen once. (Fowler, "Accounting Patterns".)
 */
export function bookTransaction(transaction: Transaction, header: Record<string, unknown> = {}): Write[] {
  const { id, kind, customerId, money, createdAt } = transaction;
  const amount = SIGN[kind] * money.amount;
  const entry = (account: string, signed: number, more: object = {}): Write => ({
    label: `entry ${account}`,
    put: {
      pk: transactionKey(id).pk,
      sk: `ENTRY#${account}`,
      transaction: id,
      kind,
      account,
      amount: signed,
      currency: money.currency,
      createdAt,
      ...more,
    },
    condition: 'attribute_not_exists(pk)',
  });
  return [
    {
      label: 'transaction',
      put: { ...transactionKey(id), ...transaction, ...header },
      condition: 'attribute_not_exists(pk)',
    },
    entry(`customer:${customerId}`, amount, { statementOf: customerId, id: `${createdAt}#${id}` }),
    entry(OTHER_SIDE[kind], -amount),
  ];
}

/** Moves a balance up; makes the account with its first deposit. */
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
