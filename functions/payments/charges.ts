import type { SagaOrder } from '../contracts/order-saga.ts';
import { withRetries } from '../kit/jitter.ts';
import { Refusal } from '../kit/service-error.ts';
import { ConditionFailed, type Table } from '../kit/table.ts';
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
   * ChargePayment. A repeated call changes nothing.
   *
   * @throws Refusal InsufficientFunds, CurrencyMismatch, or ChargeVoided when the undo came first.
   */
  async charge({ orderId, customerId, total }: SagaOrder): Promise<void> {
    const transaction: Transaction = {
      id: chargeId(orderId),
      kind: 'charge',
      customerId,
      money: total,
      createdAt: new Date().toISOString(),
    };
    try {
      await this.#table.write([
        ...bookTransaction(transaction, { status: 'CHARGED' }),
        debit(customerId, total),
      ]);
    } catch (thrown) {
      if (!(thrown instanceof ConditionFailed)) throw thrown;
      const earlier = thrown.failed.get('transaction') as ChargeHeader | undefined;
      if (earlier?.status === 'CHARGED') return;
      if (earlier) throw new Refusal('ChargeVoided');
      const account = thrown.failed.get('account') as Account | undefined;
      if (account && account.currency !== total.currency) throw new Refusal('CurrencyMismatch');
      throw new Refusal('InsufficientFunds');
    }
  }

  /** RefundPayment, the undo: pays back what was charged, or leaves a tombstone when nothing was (yet). */
  refund({ orderId }: Pick<SagaOrder, 'orderId'>): Promise<void> {
    const attempt = async () => {
      const header = await this.#table.get<ChargeHeader>(transactionKey(chargeId(orderId)));
      if (!header) return this.#leaveTombstone(orderId);
      if (header.status === 'CHARGED') return this.#payBack(orderId, header as ChargeHeader & Transaction);
    };
    return withRetries(attempt, {
      attempts: 5,
      baseMs: 20,
      capMs: 200,
      when: (thrown) => thrown instanceof ConditionFailed,
    });
  }

  #leaveTombstone(orderId: string): Promise<void> {
    return this.#table.write([
      {
        label: 'transaction',
        put: { ...transactionKey(chargeId(orderId)), status: 'VOIDED', createdAt: new Date().toISOString() },
        condition: 'attribute_not_exists(pk)',
      },
    ]);
  }

  #payBack(orderId: string, { customerId, money }: Transaction): Promise<void> {
    const refund: Transaction = {
      id: `refund:${orderId}`,
      kind: 'refund',
      customerId,
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
    ]);
  }
}
