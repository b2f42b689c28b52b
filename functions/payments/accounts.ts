import type { Money } from '../contracts/money.ts';
import { newId } from '../kit/id.ts';
import { rememberOnce } from '../kit/idempotency.ts';
import { ServiceError } from '../kit/service-error.ts';
import { ConditionFailed, type Page, type Table } from '../kit/table.ts';
import {
  type Account,
  accountKey,
  bookTransaction,
  type CustomerEntry,
  credit,
  customerEntryKey,
  ENTRY_PREFIX,
} from './ledger.ts';

interface Deposit {
  id: string;
  amount: Money;
  createdAt: string;
}

interface DepositRequest {
  /** Whose account it is. */
  customerId: string;
  /** Who pays in: the owner, or staff. The key is this caller's. */
  callerId: string;
  amount: Money;
  idempotencyKey: string;
}

/** Customers' accounts from the outside: what is on them, what happened to them, and money coming in. */
export class Accounts {
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

  /**
   * Books a deposit, once per caller and key.
   *
   * @throws ServiceError `refused` for another currency, or for a key that came with another body or account.
   */
  async deposit({ customerId, callerId, amount, idempotencyKey }: DepositRequest): Promise<Deposit> {
    if (amount.currency !== this.#currency) {
      throw new ServiceError('refused', `Accounts are in ${this.#currency}.`, {
        violations: [{ pointer: '/amount/currency', detail: `Expected ${this.#currency}` }],
      });
    }
    const deposit: Deposit = { id: newId(), amount, createdAt: new Date().toISOString() };
    const once = rememberOnce<Deposit>({
      customerId: callerId,
      key: idempotencyKey,
      request: { customerId, amount },
    });
    try {
      await this.#table.write([
        ...bookTransaction({
          id: `deposit:${deposit.id}`,
          kind: 'deposit',
          customerId,
          entryId: deposit.id,
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
