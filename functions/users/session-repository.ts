import { itemKey, type Key } from '../platform/key.ts';
import type { Table, Write } from '../platform/table.ts';
import type { User } from './user.ts';
import { signedIn } from './user-writes.ts';

/** A refresh token that was used, and the seed of its successor, which is of no use without the token. */
export interface UsedToken {
  hash: string;
  seed: string;
  /** When it was used, in milliseconds since 1970. */
  at: number;
}

/** A sign-in on one device, and the one refresh token that it has at a time. */
export interface Session {
  userId: string;
  /** SHA-256 of the present token: a reader of the table cannot use it. */
  tokenHash: string;
  /** The token before the present one, and the seed by which the present one follows from it. */
  spent?: UsedToken;
  /** The user's epoch at the sign-in: a later one means that the password has changed since. */
  epoch: number;
  /** Seconds since 1970. */
  signedInAt: number;
  /** Seconds since 1970; moves on with each use. */
  expiresAt: number;
}

/** User and session, as they are in the refresh token. */
export interface SessionName {
  userId: string;
  sessionId: string;
}

export const sessionKey = ({ userId, sessionId }: SessionName): Key =>
  itemKey(['USER', userId], ['SESSION', sessionId]);

/** Sessions have their user's partition key, so that they are deleted with it. */
export class SessionRepository {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  get(name: SessionName): Promise<Session | undefined> {
    return this.#table.get<Session>(sessionKey(name));
  }

  /**
   * Adds a session, on condition that the user's password is still the one that was compared.
   *
   * @param also further writes of the same transaction.
   * @param rehashed the same password, hashed with today's parameters.
   */
  add(name: SessionName, session: Session, user: User, also: Write[], rehashed?: string): Promise<void> {
    return this.#table.write([
      { put: { ...sessionKey(name), ...session } },
      signedIn(user, rehashed),
      ...also,
    ]);
  }

  /** Replaces the token of a session, on condition that it is still the one that was used (`spent`). */
  rotate(name: SessionName, { tokenHash, expiresAt, spent }: Session & { spent: UsedToken }): Promise<void> {
    return this.#table.write([
      {
        update: sessionKey(name),
        set: 'SET tokenHash = :next, expiresAt = :expires, spent = :spent',
        condition: 'tokenHash = :used',
        values: { ':next': tokenHash, ':expires': expiresAt, ':spent': spent, ':used': spent.hash },
      },
    ]);
  }

  remove(name: SessionName): Promise<void> {
    return this.#table.write([{ delete: sessionKey(name) }]);
  }
}
