import { hashOf } from '../platform/hash-of.ts';
import type { Guesser } from '../platform/http/input.ts';
import type { Key } from '../platform/key.ts';
import { ServiceError } from '../platform/service-error.ts';
import { ConditionFailed, retryIfChanged, type Table, type Write } from '../platform/table.ts';
import { deviceKey, isDeviceOf, KEPT_SECONDS, readDeviceToken } from './devices.ts';
import { type Attempted, attemptsKey } from './repository.ts';
import type { User } from './user.ts';

/** So many attempts in a row cost nothing. */
const FREE = 5;
/** The wait after that, in seconds; it doubles with each failure. */
const FIRST_WAIT = 30;
const LONGEST_WAIT = 15 * 60;
/** A count is forgotten after this time without an attempt, in seconds: the table does not grow with what is typed. */
const FORGOTTEN_AFTER = 60 * 60;
/** So many places that attempts came from are remembered, the latest. */
const PLACES = 20;

/** All times are in seconds since 1970. */
interface Count {
  attempts: number;
  /** Until when whoever has failed before waits. */
  blockedUntil: number;
  /** Until when others wait: half as long. */
  othersUntil: number;
  /** When the count is forgotten. */
  countedUntil: number;
  /** Hashes of the places that attempts came from. */
  places: string[];
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

/** What is guessed at, and by whom. */
export interface Attempt {
  /** The account; undefined when nobody has the address. */
  user: Pick<User, 'id' | 'epoch'> | undefined;
  /** As it was typed, or as the account has it. */
  address: string;
  by?: Guesser;
}

/** Where an attempt was counted: with the account, or with a device of its owner. */
export interface Counted {
  key: Key;
  deviceId: string | undefined;
}

/**
 * Slows down who guesses passwords, or has somebody emailed, per account, whatever is asked with the password. An attempt is
 * counted before its password is looked at and forgiven when it was right: so a hundred guesses at once are no more than
 * five. An attempt that is turned away does not count, and makes no wait longer.
 *
 * The owner is not kept out by it: a device on which the password was given before has a count of its own (OWASP, "Slow Down
 * Online Guessing Attacks with Device Cookies"), and in the second half of each wait only those are let in who come from
 * somewhere else than the guesses did.
 */
export class AttemptRepository {
  readonly #table: Table;
  readonly #what: Attempted;
  readonly #now: () => number;

  constructor(table: Table, { what = 'signIn', now = Date.now }: Options = {}) {
    this.#table = table;
    this.#what = what;
    this.#now = now;
  }

  /**
   * Counts an attempt.
   *
   * @param also writes of the same transaction: what the attempt is about, read anew with each try.
   * @throws ServiceError `tooMany`, with the time to wait, while attempts have to.
   */
  async begin(attempt: Attempt, also: () => Promise<Write[]> = async () => []): Promise<Counted> {
    return retryIfChanged(() => this.#count(attempt, also)).catch((thrown) => {
      // More come at once than can be counted.
      throw thrown instanceof ConditionFailed ? this.#tooMany(1) : thrown;
    });
  }

  /** The write that forgets the failures: it belongs into the transaction that a right password leads to. */
  forgive({ key, deviceId }: Counted): Write {
    if (deviceId === undefined) return { delete: key };
    return {
      update: key,
      set: 'SET attempts = :none, blockedUntil = :none, othersUntil = :none',
      values: { ':none': 0 },
    };
  }

  /** Where strangers' attempts on an account are counted. */
  accountOf({ id }: Pick<User, 'id'>): Counted {
    return { key: attemptsKey(`account ${id}`, this.#what), deviceId: undefined };
  }

  async #count({ user, address, by = {} }: Attempt, also: () => Promise<Write[]>): Promise<Counted> {
    const now = Math.floor(this.#now() / 1000);
    const device = readDeviceToken(by.device);
    // Read in any case: whether a token is good is not told by time.
    const known = device && (await this.#table.get<object>(deviceKey(device)));
    const isOwn = device !== undefined && isDeviceOf(user, device, known, now);
    const key = isOwn
      ? deviceKey(device)
      : attemptsKey(user ? `account ${user.id}` : `address ${address}`, this.#what);
    const seen = isOwn ? (known as Partial<Count>) : await this.#table.get<Count>(key);
    const count = (seen?.countedUntil ?? 0) > now ? (seen as Count) : undefined;
    const place = by.place && hashOf(`${key.pk} ${by.place}`);
    const isElsewhere = place !== undefined && count !== undefined && !count.places.includes(place);
    const until = count ? (isElsewhere ? count.othersUntil : count.blockedUntil) : 0;
    if (until > now) throw this.#tooMany(until - now);
    const attempts = (count?.attempts ?? 0) + 1;
    const wait = waitAfter(attempts);
    await this.#table.write([
      {
        update: key,
        set: 'SET attempts = :attempts, blockedUntil = :blocked, othersUntil = :others, countedUntil = :counted, places = :places, expiresAt = :expires',
        ...(seen === undefined
          ? { condition: 'attribute_not_exists(pk)' }
          : seen.countedUntil === undefined
            ? { condition: 'attribute_exists(pk) AND attribute_not_exists(countedUntil)' }
            : { condition: 'attempts = :seen AND countedUntil = :then' }),
        values: {
          ':attempts': attempts,
          ':blocked': now + wait,
          ':others': now + Math.ceil(wait / 2),
          ':counted': now + FORGOTTEN_AFTER,
          ':places': [...new Set([...(count?.places ?? []), ...(place ? [place] : [])])].slice(-PLACES),
          ':expires': now + (isOwn ? KEPT_SECONDS : FORGOTTEN_AFTER),
          ...(seen?.countedUntil !== undefined && { ':seen': seen.attempts, ':then': seen.countedUntil }),
        },
      },
      ...(await also()),
    ]);
    return { key, deviceId: isOwn ? device.deviceId : undefined };
  }

  #tooMany(seconds: number): ServiceError {
    return new ServiceError('tooMany', TOO_MANY[this.#what], { retryAfter: seconds });
  }
}
