import { LIMITS } from '../contracts/limits.ts';
import type { Money } from '../contracts/money.ts';
import { newId } from '../platform/id.ts';
import { isRemembered } from '../platform/idempotency.ts';
import { ServiceError } from '../platform/service-error.ts';
import { ConditionFailed, type Page, type Write } from '../platform/table.ts';
import { type Account, type CustomerEntry, isClosed } from './ledger.ts';
import type { LedgerRepository } from './ledger-repository.ts';

export interface Deposit {
  id: string;
  amount: Money;
  createdAt: string;
}

interface DepositRequest {
  /** Whose account it is. */
  customerId: string;
  amount: Money;
  /** The write that remembers the answer; it belongs into the transaction of the deposit. */
  remember: (deposit: Deposit) => Write;
}

/** The latest entries of an account among which charges are looked for: more than the time takes that a list is behind. */
const LOOKED_AT = 50;

const seconds = () => Math.floor(Date.now() / 1000);

function refuseBalance(thrown: unknown): never {
  const account =
    thrown instanceof ConditionFailed ? (thrown.failed.get('account') as Account | undefined) : undefined;
  if (!account) throw thrown;
  throw new ServiceError('conflict', 'There is money on the account.', {
    cause: thrown,
    violations: [
      {
        pointer: '/balance',
        detail: `${account.balance} ${account.currency}, in minor units: spend it first`,
      },
    ],
  });
}

/** What was remembered stands before what the account has become. */
function refuseClosed(thrown: unknown): never {
  if (!(thrown instanceof ConditionFailed) || isRemembered(thrown)) throw thrown;
  const account = thrown.failed.get('account') as Account | undefined;
  if (!isClosed(account, seconds())) throw thrown;
  throw new ServiceError('conflict', 'This account is being deleted: nothing is paid into it.', {
    cause: thrown,
  });
}

/** Customers' accounts from the outside: what is on them, what happened to them, and money coming in. */
export class Accounts {
  readonly #ledger: LedgerRepository;
  /** The currency of this stage's accounts. */
  readonly #currency: string;

  constructor(ledger: LedgerRepository, currency: string) {
    this.#ledger = ledger;
    this.#currency = currency;
  }

  /** The balance; zero for a customer who never paid anything in. */
  async balance(customerId: string): Promise<Money> {
    const account = await this.#ledger.account(customerId);
    return { amount: account?.balance ?? 0, currency: account?.currency ?? this.#currency };
  }

  /** The entries of an account, newest first, after the one with the id `after`. */
  entries(customerId: string, limit: number, after?: string): Promise<Page<CustomerEntry>> {
    return this.#ledger.entries(customerId, limit, after);
  }

  /**
   * Books a deposit, together with the answer that is remembered of it.
   *
   * @throws ServiceError `refused` for another currency, `conflict` for an account that is being deleted; ConditionFailed when
   *   the answer to this request is remembered already.
   */
  async deposit({ customerId, amount, remember }: DepositRequest): Promise<Deposit> {
    if (amount.currency !== this.#currency) {
      throw new ServiceError('refused', `Accounts are in ${this.#currency}.`, {
        violations: [{ pointer: '/amount/currency', detail: `Expected ${this.#currency}` }],
      });
    }
    const deposit: Deposit = { id: newId(), amount, createdAt: new Date().toISOString() };
    const transaction = {
      id: `deposit:${deposit.id}`,
      kind: 'deposit' as const,
      customerId,
      entryId: deposit.id,
      money: amount,
      createdAt: deposit.createdAt,
    };
    await this.#ledger.deposit(transaction, remember(deposit), seconds()).catch(refuseClosed);
    return deposit;
  }

  /**
   * Closes an account that holds nothing, for a customer who is being deleted: nothing is paid in for an hour, in which every
   * token of the customer runs out. Can be repeated.
   *
   * @returns the orders that were charged last: what they are about is for orders to say.
   * @throws ServiceError `conflict` when the account holds something.
   */
  async close(customerId: string): Promise<string[]> {
    await this.#ledger
      .close(customerId, seconds() + LIMITS.closedSeconds, this.#currency)
      .catch(refuseBalance);
    const { items } = await this.entries(customerId, LOOKED_AT);
    return items.flatMap(({ kind, orderId }) => (kind === 'charge' && orderId ? [orderId] : []));
  }

  /** Opens an account again. Can be repeated. */
  async reopen(customerId: string): Promise<void> {
    await this.#ledger.reopen(customerId).catch((thrown) => {
      if (!(thrown instanceof ConditionFailed)) throw thrown;
    });
  }
}
