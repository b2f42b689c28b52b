import { LIMITS } from '../contracts/limits.ts';
import { hashOf } from '../platform/hash-of.ts';
import { itemKey, type Key } from '../platform/key.ts';
import { ServiceError } from '../platform/service-error.ts';
import { ConditionFailed, type Table, type Write } from '../platform/table.ts';

/** The period of a count, which ends at midnight UTC (seconds). */
const DAY = 24 * 60 * 60;

/** Label of the write that counts. */
const QUOTA = 'mailQuota';

/**
 * Counts emails to addresses that are not verified, in the transaction that causes the email: so the quota also holds for
 * requests that come at once. Stores only hashes of addresses.
 */
export class MailQuotaRepository {
  readonly #table: Table;
  readonly #now: () => number;

  /** @param now milliseconds since 1970; for tests. */
  constructor(table: Table, now: () => number = Date.now) {
    this.#table = table;
    this.#now = now;
  }

  /** The write that counts one email to an address. */
  to(email: string): Write {
    return this.#counted(this.#key('TO', email), LIMITS.mailsToUnverified);
  }

  /** The write that counts one change of the address of an account. */
  by(userId: string): Write {
    return this.#counted(this.#key('BY', userId), LIMITS.addressChanges);
  }

  /**
   * Writes counts outside of another transaction: for a request that causes no email.
   *
   * @throws ServiceError `tooMany`
   */
  async count(writes: Write[]): Promise<void> {
    await this.#table.write(writes).catch(this.refuse);
  }

  /** Whether a transaction with such a write failed because the quota was spent. */
  isOverQuota(thrown: unknown): boolean {
    return thrown instanceof ConditionFailed && thrown.failed.has(QUOTA);
  }

  /** Whether today's quota of an address is spent. */
  async isSpent(email: string): Promise<boolean> {
    const count = await this.#table.get<{ mails: number }>(this.#key('TO', email));
    return count !== undefined && count.mails >= LIMITS.mailsToUnverified;
  }

  /**
   * Throws `tooMany` in place of the error of a transaction that failed because the quota was spent.
   *
   * @throws ServiceError `tooMany`, or what was thrown.
   */
  refuse = (thrown: unknown): never => {
    if (!this.isOverQuota(thrown)) throw thrown;
    const retryAfter = DAY - (Math.floor(this.#now() / 1000) % DAY);
    throw new ServiceError('tooMany', 'Too many emails about addresses were asked for today.', {
      cause: thrown,
      retryAfter,
    });
  };

  #key(kind: 'TO' | 'BY', whose: string): Key {
    const day = Math.floor(this.#now() / 1000 / DAY);
    return itemKey(['MAILS', hashOf(whose)], [kind, String(day)]);
  }

  #counted(key: Key, most: number): Write {
    return {
      label: QUOTA,
      update: key,
      set: 'SET mails = if_not_exists(mails, :none) + :one, expiresAt = :end',
      condition: 'attribute_not_exists(mails) OR mails < :most',
      values: {
        ':none': 0,
        ':one': 1,
        ':most': most,
        ':end': (Math.floor(this.#now() / 1000 / DAY) + 2) * DAY,
      },
    };
  }
}
