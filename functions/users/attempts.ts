import { ServiceError } from '../kit/service-error.ts';
import { ConditionFailed, retryIfChanged, type Table, type Write } from '../kit/table.ts';
import { type Attempted, attemptsKey } from './repository.ts';

/** So many attempts in a row cost nothing. */
const FREE = 5;
/** The wait after that, in seconds; it doubles with each failure. */
const FIRST_WAIT = 30;
const LONGEST_WAIT = 15 * 60;
/** A count is forgotten after this time without an attempt, in seconds: the table does not grow with what is typed. */
const FORGOTTEN_AFTER = 60 * 60;

interface Count {
  attempts: number;
  /** Seconds since 1970, as are all times here. */
  blockedUntil: number;
  expiresAt: number;
}

/** How long after this many failures in a row the next attempt has to wait, in seconds. */
export const waitAfter = (failures: number): number =>
  failures < FREE ? 0 : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - FREE));

const TOO_MANY: Readonly<Record<Attempted, string>> = {
  signIn: 'Too many wrong passwords for this account. Try again later.',
  passwordLink: 'Too many links were asked for. Look into your mailbox, or try again later.',
};

interface Options {
  /** Passwords that somebody guesses, unless told. */
  what?: Attempted;
  /** Milliseconds since 1970; for tests. */
  now?: () => number;
}

/**
 * Slows down who guesses passwords, or has somebody emailed, per account. An attempt is counted before its password is
 * looked at and forgiven when it was right: so a hundred guesses at once are no more than five. An attempt that is
 * turned away does not count, so that an owner waits 15 minutes at most, whoever else is trying.
 */
export class Attempts {
  readonly #table: Table;
  readonly #what: Attempted;
  readonly #now: () => number;

  constructor(table: Table, { what = 'signIn', now = Date.now }: Options = {}) {
    this.#table = table;
    this.#what = what;
    this.#now = now;
  }

  /**
   * Counts an attempt on an address.
   *
   * @param also writes of the same transaction: what the attempt is about, read anew with each try.
   * @throws ServiceError `tooMany`, with the time to wait, while attempts on this address have to.
   */
  async begin(email: string, also: () => Promise<Write[]> = async () => []): Promise<void> {
    await retryIfChanged(() => this.#count(email, also)).catch((thrown) => {
      // More come at once than can be counted.
      throw thrown instanceof ConditionFailed ? this.#tooMany(1) : thrown;
    });
  }

  /** The write that forgets the failures: it belongs into the transaction that a right password leads to. */
  forgive(email: string): Write {
    return { delete: attemptsKey(email, this.#what) };
  }

  async #count(email: string, also: () => Promise<Write[]>): Promise<void> {
    const now = Math.floor(this.#now() / 1000);
    const key = attemptsKey(email, this.#what);
    const seen = await this.#table.get<Count>(key);
    const count = seen && seen.expiresAt > now ? seen : undefined;
    if (count && count.blockedUntil > now) throw this.#tooMany(count.blockedUntil - now);
    const attempts = (count?.attempts ?? 0) + 1;
    const blockedUntil = now + waitAfter(attempts);
    await this.#table.write([
      {
        put: { ...key, attempts, blockedUntil, expiresAt: now + FORGOTTEN_AFTER },
        ...(seen
          ? {
              condition: 'attempts = :seen AND expiresAt = :then',
              values: { ':seen': seen.attempts, ':then': seen.expiresAt },
            }
          : { condition: 'attribute_not_exists(pk)' }),
      },
      ...(await also()),
    ]);
  }

  #tooMany(seconds: number): ServiceError {
    return new ServiceError('tooMany', TOO_MANY[this.#what], { retryAfter: seconds });
  }
}
