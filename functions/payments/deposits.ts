import type { Money } from '../contracts/money.ts';
import { newId } from '../kit/id.ts';
import { rememberOnce } from '../kit/idempotency.ts';
import { ServiceError } from '../kit/service-error.ts';
import { ConditionFailed, type Table } from '../kit/table.ts';
import { type Account, accountKey, bookTransaction, credit } from './ledger.ts';

interface Deposit {
  id: string;
  amount: Money;
  createdAt: string;
}

interface DepositRequest {
  customerId: string;
  amount: Money;
  idempotencyKey: string;
}

/** A customer's account from the outside: what is on it, and money coming in. */
export class Deposits {
  readonly #table: Table;
  /** The currency of this stage's accounts. */
  readonly #currency: string;

  constructor(table: Table, currency: string) {
    this.#table = table;
    this.#currency = currency;
  }

  /** The balance; zero for a customer who never paid anything in. */
  async balance(customerId: string): Promise<Money> {
    const account = await this.#table.get<Account>(accountKey(customerId));
    return { amount: account?.balance ?? 0, currency: account?.currency ?? this.#currency };
  }

  /**
   * Books a deposit, once per key.
   *
   * @throws ServiceError `refused` for another currency, or for a key that came with another body.
   */
  async deposit({ customerId, amount, idempotencyKey }: DepositRequest): Promise<Deposit> {
    if (amount.currency !== this.#currency) {
      throw new ServiceError('refused', `Accounts are in ${this.#currency}.`, {
        violations: [{ pointer: '/amount/currency', detail: `Expected ${this.#currency}` }],
      });
    }
    const deposit: Deposit = { id: newId(), amount, createdAt: new Date().toISOString() };
    const once = rememberOnce<Deposit>({ customerId, key: idempotencyKey, request: amount });
    try {
      await this.#table.write([
        ...bookTransaction({
          id: `deposit:${deposit.id}`,
          kind: 'deposit',
          customerId,
          money: amount,
          createdAt: deposit.createdAt,
        }),
        credit(customerId, amount),
        once.write(deposit),
      ]);
      return deposit;
    } catch (thrown) {
      const first = thrown instanceof ConditionFailed ? once.replay(thrown) : undefined;
      if (!first) throw thrown;
      return first;
    }
  }
}
