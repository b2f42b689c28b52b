import { hashOf } from '../platform/hash-of.ts';
import type { Guesser } from '../platform/http/input.ts';
import type { Key } from '../platform/key.ts';
import { ServiceError } from '../platform/service-error.ts';
import { ConditionFailed, retryIfChanged, type Table, type Write } from '../platform/table.ts';
import { deviceKey, isDeviceOf, KEPT_SECONDS, readDeviceToken } from './devices.ts';
import { type Attempted, attemptsKey } from './repository.ts';
import type { User } from './user.ts';

/** How many failures in a row cause no wait. */
const FREE = 5;
/** The first wait, in seconds; it doubles with each further failure. */
const FIRST_WAIT = 30;
const LONGEST_WAIT = 15 * 60;
/** After this time without an attempt a count is deleted, in seconds, so that guesses do not fill the table. */
const FORGOTTEN_AFTER = 60 * 60;
/** How many of the places that attempts came from are kept, the latest ones. */
const PLACES = 20;

/** All times are in seconds since 1970. */
interface Count {
  attempts: number;
  /** Until when attempts from places that have failed before are refused. */
  blockedUntil: number;
  /** Until when attempts from other places are refused: half as long. */
  othersUntil: number;
  /** When the count is deleted. */
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
  /** By default: sign-ins. */
  what?: Attempted;
  /** Milliseconds since 1970; for tests. */
  now?: () => number;
}

/** An attempt: on which account, and from where. */
export interface Attempt {
  /** The account; undefined when nobody has the address. */
  user: Pick<User, 'id' | 'epoch'> | undefined;
  /** The address as it was typed, or the account's. */
  address: string;
  by?: Guesser;
}

/** Where an attempt was counted: at the account, or at a device of its owner. */
export interface Counted {
  key: Key;
  deviceId: string | undefined;
}

/**
 * Limits, per account, how fast passwords can be guessed and password links be asked for. An attempt is counted before its
 * password is compared, and the count is reset when it was right: so of a hundred guesses at once only five are compared. An attempt
 * that is refused is not counted and prolongs no wait.
 *
 * The owner is not locked out: a device on which the password was given before has a count of its own (OWASP, "Slow Down
 * Online Guessing Attacks with Device Cookies"), and in the second half of each wait attempts from other places than those
 * of the guesses are allowed.
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
   * @param also further writes of the same transaction, made anew for each retry.
   * @throws ServiceError `tooMany`, with the time to wait.
   */
  async begin(attempt: Attempt, also: () => Promise<Write[]> = async () => []): Promise<Counted> {
    return retryIfChanged(() => this.#count(attempt, also)).catch((thrown) => {
      // More attempts than the retries of the transaction can take come at once.
      throw thrown instanceof ConditionFailed ? this.#tooMany(1) : thrown;
    });
  }

  /** The write that resets the count: part of the transaction that follows a right password. */
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
    // Read whether or not the token can be of this user: the time of the answer tells nothing.
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
