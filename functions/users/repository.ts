import { createHash } from 'node:crypto';
import type { Role } from '../contracts/roles.ts';
import type { Key, Table } from '../kit/table.ts';

export interface User {
  id: string;
  name: string;
  email: string;
  passwordHash: string;
  roles: Role[];
  createdAt: string;
}

/** A refresh token is known by its hash only: who reads the table cannot use it. */
export interface RefreshToken {
  userId: string;
  /** Seconds since 1970. */
  expiresAt: number;
}

const userKey = (id: string): Key => ({ pk: `USER#${id}`, sk: 'USER' });
const emailKey = (email: string): Key => ({ pk: `EMAIL#${email}`, sk: 'EMAIL' });
const refreshKey = (token: string): Key => ({
  pk: `REFRESH#${createHash('sha256').update(token).digest('base64url')}`,
  sk: 'REFRESH',
});

/** Label of the write that claims an email address. */
export const EMAIL = 'email';
/** Label of the write that uses up a refresh token. */
export const REFRESH = 'refresh';

/** The users table: accounts, the email addresses that are taken, refresh tokens. */
export class UserRepository {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  get(id: string): Promise<User | undefined> {
    return this.#table.get<User>(userKey(id));
  }

  async byEmail(email: string): Promise<User | undefined> {
    const taken = await this.#table.get<{ userId: string }>(emailKey(email));
    return taken && this.get(taken.userId);
  }

  /** Adds an account and claims its email address, both or neither. */
  add(user: User): Promise<void> {
    return this.#table.write([
      { label: 'user', put: { ...userKey(user.id), ...user }, condition: 'attribute_not_exists(pk)' },
      {
        label: EMAIL,
        put: { ...emailKey(user.email), userId: user.id },
        condition: 'attribute_not_exists(pk)',
      },
    ]);
  }

  refreshToken(token: string): Promise<RefreshToken | undefined> {
    return this.#table.get<RefreshToken>(refreshKey(token));
  }

  /** Stores a refresh token, and uses up the one that it replaces: that can happen once. */
  saveRefreshToken(token: string, record: RefreshToken, replaces?: string): Promise<void> {
    return this.#table.write([
      { label: 'new', put: { ...refreshKey(token), ...record } },
      ...(replaces === undefined
        ? []
        : [{ label: REFRESH, delete: refreshKey(replaces), condition: 'attribute_exists(pk)' }]),
    ]);
  }
}
