import type { DataOf, EventType } from '../contracts/events.ts';
import { itemKey, type Key } from '../platform/key.ts';
import { announce } from '../platform/outbox.ts';
import type { Write } from '../platform/table.ts';
import type { User } from './user.ts';

export const userKey = (id: string): Key => itemKey(['USER', id], ['USER']);
export const emailKey = (email: string): Key => itemKey(['EMAIL', email], ['EMAIL']);

/** Label of the write that changes the user itself: it fails when the user was changed since it was read. */
export const USER = 'user';
/** Label of the write that claims an email address: it fails when the address is taken. */
export const EMAIL = 'email';

/** The condition that a user is as it was read. A new password raises the epoch. */
export const AS_READ = '#sequence = :seen AND epoch = :epoch';

/** The user with the sequence number raised by the number of events. */
export const next = (user: User, events = 1): User => ({ ...user, sequence: user.sequence + events });

interface Change {
  /** Assignments of an update expression. */
  set?: string[];
  /** Attributes to remove. */
  remove?: string[];
  values?: Record<string, unknown>;
  names?: Record<string, string>;
  /** How many events the change publishes. */
  events?: number;
}

/** The write that changes a user, on condition that it is as it was read. */
export const changed = (
  user: User,
  { set = [], remove = [], values = {}, names = {}, events = 1 }: Change = {},
): Write => ({
  label: USER,
  update: userKey(user.id),
  set: [
    `SET ${[...set, '#sequence = :next'].join(', ')}`,
    ...(remove.length > 0 ? [`REMOVE ${remove.join(', ')}`] : []),
  ].join(' '),
  condition: AS_READ,
  names: { '#sequence': 'sequence', ...names },
  values: { ...values, ':seen': user.sequence, ':epoch': user.epoch, ':next': user.sequence + events },
});

/** Requires that the password is still the one that was compared; `rehashed` replaces its hash by one with today's parameters. */
export const signedIn = (user: User, rehashed?: string): Write => {
  const unchanged = {
    label: USER,
    condition: 'epoch = :epoch',
    values: { ':epoch': user.epoch, ...(rehashed && { ':hash': rehashed }) },
  };
  return rehashed
    ? { ...unchanged, update: userKey(user.id), set: 'SET passwordHash = :hash' }
    : { ...unchanged, check: userKey(user.id) };
};

const seconds = () => Math.floor(Date.now() / 1000);

/** Claims an address that is free, no longer reserved for its former owner, or reserved for this user. */
export const claimed = (email: string, userId: string): Write => ({
  label: EMAIL,
  put: { ...emailKey(email), userId },
  condition: 'attribute_not_exists(pk) OR expiresAt <= :now OR userId = :user',
  values: { ':now': seconds(), ':user': userId },
});

/** Reserves a former address for its account, until it can no longer be restored (seconds since 1970). */
export const kept = (email: string, userId: string, until: number): Write => ({
  label: EMAIL,
  put: { ...emailKey(email), userId, expiresAt: until },
  condition: 'userId = :user',
  values: { ':user': userId },
});

/** Frees an address, unless another account has claimed it meanwhile. */
export const freed = (email: string, userId: string): Write => ({
  delete: emailKey(email),
  condition: 'attribute_not_exists(pk) OR userId = :user',
  values: { ':user': userId },
});

export const announceUser = <T extends EventType>(type: T, { id, sequence }: User, data: object): Write =>
  announce({
    type,
    pk: userKey(id).pk,
    subject: id,
    sequence,
    data: { userId: id, ...data } as DataOf<T>,
  });
