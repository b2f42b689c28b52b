import type { BusinessRejectionName } from '../contracts/business-rejections.ts';
import type { DataOf } from '../contracts/events.ts';
import { announce } from '../platform/outbox.ts';
import type { Page, Table, Write } from '../platform/table.ts';
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

type OfOrder = Transaction & { orderId: string };

/** Accounts, transactions and entries: the only place that writes their rows. */
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

  /** What became of the charge of an order; undefined when there never was one. */
  charged(orderId: string): Promise<ChargeHeader | undefined> {
    return this.#table.get<ChargeHeader>(transactionKey(chargeId(orderId)));
  }

  /** Books a charge, with its event. @throws ConditionFailed: `transaction` when it was booked or voided, `account` when it does not cover it. */
  charge(charge: OfOrder): Promise<void> {
    const { orderId, customerId, money } = charge;
    return this.#table.write([
      ...bookTransaction(charge, { status: 'CHARGED' }),
      debit(customerId, money),
      announcePayment('payment.charged', { orderId, customerId, money }),
    ]);
  }

  /** Leaves a tombstone, so that a charge that comes later is refused. @throws ConditionFailed when there is a charge. */
  voidCharge(orderId: string, refusal?: BusinessRejectionName): Promise<void> {
    return this.#table.writeOne({
      label: 'transaction',
      put: {
        ...transactionKey(chargeId(orderId)),
        status: 'VOIDED',
        refusal,
        createdAt: new Date().toISOString(),
      },
      condition: 'attribute_not_exists(pk)',
    });
  }

  /** Books the refund of a charge, with its event. @throws ConditionFailed when it is not charged (any more). */
  refund(refund: OfOrder): Promise<void> {
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

  /**
   * Books a deposit, together with the answer that is remembered of it.
   *
   * @param now seconds since 1970.
   * @throws ConditionFailed when the account is closed, or the answer is remembered already.
   */
  deposit(deposit: Transaction, remembered: Write, now: number): Promise<void> {
    return this.#table.write([
      ...bookTransaction(deposit),
      payIn(deposit.customerId, deposit.money, now),
      remembered,
    ]);
  }

  /** Closes an account that holds nothing, until a time in seconds since 1970. @throws ConditionFailed when it holds something. */
  close(customerId: string, until: number, currency: string): Promise<void> {
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

  /** Opens an account again. @throws ConditionFailed when there is none. */
  reopen(customerId: string): Promise<void> {
    return this.#table.write([
      { update: accountKey(customerId), set: 'REMOVE closedUntil', condition: 'attribute_exists(pk)' },
    ]);
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
