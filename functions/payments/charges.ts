import type { BusinessRejectionName } from '../contracts/business-rejections.ts';
import type { DataOf } from '../contracts/events.ts';
import type { SagaOrder } from '../contracts/order-saga.ts';
import { newId } from '../platform/id.ts';
import { announce } from '../platform/outbox.ts';
import { BusinessRejection } from '../platform/service-error.ts';
import { ConditionFailed, retryIfChanged, type Table, type Write } from '../platform/table.ts';
import {
  type Account,
  bookTransaction,
  type ChargeHeader,
  chargeId,
  credit,
  debit,
  type Transaction,
  transactionKey,
} from './ledger.ts';

/** The payments' part in the saga: charge an order once, and refund exactly what was charged. */
export class Charges {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  /**
   * ChargePayment. A repeated call changes nothing. A business rejection is written down before it is thrown, so that an
   * attempt which was given up and comes late gets the same answer: the saga need not undo a refused step.
   *
   * @throws BusinessRejection InsufficientFunds, CurrencyMismatch, or ChargeVoided when the undo came first.
   */
  charge({ orderId, customerId, total }: SagaOrder): Promise<void> {
    const transaction: Transaction = {
      id: chargeId(orderId),
      kind: 'charge',
      customerId,
      entryId: newId(),
      orderId,
      money: total,
      createdAt: new Date().toISOString(),
    };
    return retryIfChanged(async () => {
      try {
        await this.#table.write([
          ...bookTransaction(transaction, { status: 'CHARGED' }),
          debit(customerId, total),
          announcePayment('payment.charged', { orderId, customerId, money: total }),
        ]);
      } catch (thrown) {
        if (!(thrown instanceof ConditionFailed)) throw thrown;
        const earlier = thrown.failed.get('transaction') as ChargeHeader | undefined;
        if (earlier?.status === 'CHARGED') return;
        if (earlier) throw new BusinessRejection(earlier.refusal ?? 'ChargeVoided');
        const account = thrown.failed.get('account') as Account | undefined;
        const mismatch = account !== undefined && account.currency !== total.currency;
        const rejection = new BusinessRejection(mismatch ? 'CurrencyMismatch' : 'InsufficientFunds');
        await this.#leaveTombstone(orderId, rejection.name);
        throw rejection;
      }
    });
  }

  /** What became of the charge of an order; undefined when there never was one. */
  get(orderId: string): Promise<ChargeHeader | undefined> {
    return this.#table.get<ChargeHeader>(transactionKey(chargeId(orderId)));
  }

  /** RefundPayment, the undo: pays back what was charged, or leaves a tombstone when nothing was (yet). */
  refund({ orderId }: Pick<SagaOrder, 'orderId'>): Promise<void> {
    return retryIfChanged(async () => {
      const header = await this.get(orderId);
      if (!header) return this.#leaveTombstone(orderId);
      if (header.status === 'CHARGED') return this.#payBack(orderId, header as ChargeHeader & Transaction);
    });
  }

  #leaveTombstone(orderId: string, refusal?: BusinessRejectionName): Promise<void> {
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

  #payBack(orderId: string, { customerId, money }: Transaction): Promise<void> {
    const refund: Transaction = {
      id: `refund:${orderId}`,
      kind: 'refund',
      customerId,
      entryId: newId(),
      orderId,
      money,
      createdAt: new Date().toISOString(),
    };
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
