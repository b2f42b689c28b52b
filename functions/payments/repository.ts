import type { BusinessRejectionName } from '../contracts/business-rejections.ts';
import type { DataOf } from '../contracts/events.ts';
import type { Money } from '../contracts/money.ts';
import { announce } from '../platform/outbox.ts';
import { ConditionFailed, type Page, type Table, type Write } from '../platform/table.ts';
import {
  type Account,
  accountKey,
  bookTransaction,
  type ChargeHeader,
  type CustomerEntry,
  chargeId,
  credit,
  customerEntryKey,
  debit,
  ENTRY_PREFIX,
  payIn,
  type Transaction,
  transactionKey,
} from './ledger.ts';

/** A transaction that belongs to an order. */
export type OrderTransaction = Transaction & { orderId: string };

/**
 * The ledger in the payments table, with its outbox: the only writer of accounts, transactions and entries. Writes whose
 * condition does not hold throw ConditionFailed, by the labels `account`, `transaction` and `charge`.
 */
export class LedgerRepository {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  account(customerId: string): Promise<Account | undefined> {
    return this.#table.get<Account>(accountKey(customerId));
  }

  /** The entries of an account, newest first, after the one with the id `after`. */
  entries(customerId: string, limit: number, after?: string): Promise<Page<CustomerEntry>> {
    return this.#table.query<CustomerEntry>({
      where: 'pk = :account AND begins_with(sk, :entry)',
      values: { ':account': accountKey(customerId).pk, ':entry': ENTRY_PREFIX },
      newestFirst: true,
      limit,
      after: after === undefined ? undefined : { ...customerEntryKey(customerId, after) },
    });
  }

  /** The header of an order's charge. */
  charge(orderId: string): Promise<ChargeHeader | undefined> {
    return this.#table.get<ChargeHeader>(transactionKey(chargeId(orderId)));
  }

  /** Books a deposit, and what else belongs to the moment. @param now seconds since 1970 */
  bookDeposit(deposit: Transaction, { now, also }: { now: number; also: Write[] }): Promise<void> {
    const { customerId, money } = deposit;
    return this.#table.write([...bookTransaction(deposit), payIn(customerId, money, now), ...also]);
  }

  /** Books the charge of an order, with its event. */
  bookCharge(charge: OrderTransaction): Promise<void> {
    const { orderId, customerId, money } = charge;
    return this.#table.write([
      ...bookTransaction(charge, { status: 'CHARGED' }),
      debit(customerId, money),
      announcePayment('payment.charged', { orderId, customerId, money }),
    ]);
  }

  /** Books the refund of an order's charge, with its event, if it stands. */
  bookRefund(refund: OrderTransaction): Promise<void> {
    const { orderId, customerId, money } = refund;
    return this.#table.write([
      {
        label: 'charge',
        update: transactionKey(chargeId(orderId)),
        set: 'SET #status = :refunded',
        condition: '#status = :charged',
        names: { '#status': 'status' },
        values: { ':refunded': 'REFUNDED', ':charged': 'CHARGED' },
      },
      ...bookTransaction(refund),
      credit(customerId, money),
      announcePayment('payment.refunded', { orderId, customerId, money }),
    ]);
  }

  /** Leaves a tombstone, so that a charge which comes after its undo or its business rejection is refused. */
  voidCharge(orderId: string, refusal?: BusinessRejectionName): Promise<void> {
    return this.#table.write([
      {
        label: 'transaction',
        put: {
          ...transactionKey(chargeId(orderId)),
          status: 'VOIDED',
          refusal,
          createdAt: new Date().toISOString(),
        },
        condition: 'attribute_not_exists(pk)',
      },
    ]);
  }

  /** Closes an account that holds nothing. @param until seconds since 1970 */
  close(customerId: string, { until, currency }: { until: number; currency: Money['currency'] }) {
    return this.#table.write([
      {
        label: 'account',
        update: accountKey(customerId),
        set: 'SET closedUntil = :until, customerId = :customer, balance = if_not_exists(balance, :zero), currency = if_not_exists(currency, :currency)',
        condition: 'attribute_not_exists(pk) OR balance = :zero',
        values: { ':until': until, ':customer': customerId, ':zero': 0, ':currency': currency },
      },
    ]);
  }

  /** Opens an account again, if there is one. */
  async reopen(customerId: string): Promise<void> {
    try {
      await this.#table.write([
        { update: accountKey(customerId), set: 'REMOVE closedUntil', condition: 'attribute_exists(pk)' },
      ]);
    } catch (thrown) {
      if (!(thrown instanceof ConditionFailed)) throw thrown;
    }
  }
}

/** Both events are of one order, and each can happen once: charged is the first, refunded the second. */
const SEQUENCE = { 'payment.charged': 1, 'payment.refunded': 2 } as const;

const announcePayment = (type: keyof typeof SEQUENCE, data: DataOf<typeof type>): Write =>
  announce({
    type,
    pk: transactionKey(chargeId(data.orderId)).pk,
    subject: data.orderId,
    sequence: SEQUENCE[type],
    data,
  });
