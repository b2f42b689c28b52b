import type { SagaOrder } from '../contracts/order-saga.ts';
import { newId } from '../platform/id.ts';
import { BusinessRejection } from '../platform/service-error.ts';
import { ConditionFailed, retryIfChanged } from '../platform/table.ts';
import { type Account, type ChargeHeader, chargeId, type Transaction } from './ledger.ts';
import type { LedgerRepository } from './ledger-repository.ts';

/** The payments' part in the saga: charge an order once, and refund exactly what was charged. */
export class Charges {
  readonly #ledger: LedgerRepository;

  constructor(ledger: LedgerRepository) {
    this.#ledger = ledger;
  }

  /**
   * ChargePayment. A repeated call changes nothing. A business rejection is written down before it is thrown, so that an
   * attempt which was given up and comes late gets the same answer: the saga need not undo a refused step.
   *
   * @throws BusinessRejection InsufficientFunds, CurrencyMismatch, or ChargeVoided when the undo came first.
   */
  charge({ orderId, customerId, total }: SagaOrder): Promise<void> {
    const transaction: Transaction & { orderId: string } = {
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
        await this.#ledger.charge(transaction);
      } catch (thrown) {
        if (!(thrown instanceof ConditionFailed)) throw thrown;
        const earlier = thrown.failed.get('transaction') as ChargeHeader | undefined;
        if (earlier?.status === 'CHARGED') return;
        if (earlier) throw new BusinessRejection(earlier.refusal ?? 'ChargeVoided');
        const account = thrown.failed.get('account') as Account | undefined;
        const mismatch = account !== undefined && account.currency !== total.currency;
        const rejection = new BusinessRejection(mismatch ? 'CurrencyMismatch' : 'InsufficientFunds');
        await this.#ledger.voidCharge(orderId, rejection.name);
        throw rejection;
      }
    });
  }

  /** What became of the charge of an order; undefined when there never was one. */
  get(orderId: string): Promise<ChargeHeader | undefined> {
    return this.#ledger.charged(orderId);
  }

  /** RefundPayment, the undo: pays back what was charged, or leaves a tombstone when nothing was (yet). */
  refund({ orderId }: Pick<SagaOrder, 'orderId'>): Promise<void> {
    return retryIfChanged(async () => {
      const header = await this.get(orderId);
      if (!header) return this.#ledger.voidCharge(orderId);
      if (header.status === 'CHARGED')
        return this.#ledger.refund(refundOf(orderId, header as ChargeHeader & Transaction));
    });
  }
}

const refundOf = (orderId: string, { customerId, money }: Transaction) => ({
  id: `refund:${orderId}`,
  kind: 'refund' as const,
  customerId,
  entryId: newId(),
  orderId,
  money,
  createdAt: new Date().toISOString(),
});
