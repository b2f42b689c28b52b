import type { DataOf, EventType } from '../contracts/events.ts';
import { itemKey, type Key } from '../platform/key.ts';
import { announce } from '../platform/outbox.ts';
import type { Write } from '../platform/table.ts';
import type { User } from './user.ts';

export const userKey = (id: string): Key => itemKey(['USER', id], ['USER']);
export const emailKey = (email: string): Key => itemKey(['EMAIL', email], ['EMAIL']);

/** Label of the write that changes the user itself: it fails when somebody else was quicker. */
export const USER = 'user';
/** Label of the write that claims an email address: it fails when the address is taken. */
export const EMAIL = 'email';

/** A new password raises the epoch: who held a token against one must not act after it. */
export const AS_READ = '#sequence = :seen AND epoch = :epoch';

/** The user after so many more events. */
export const next = (user: User, events = 1): User => ({ ...user, sequence: user.sequence + events });

interface Change {
  /** Assignments of an update expression. */
  set?: string[];
  /** Attributes that go. */
  remove?: string[];
  values?: Record<string, unknown>;
  names?: Record<string, string>;
  /** How many events tell of it. */
  events?: number;
}

/** Changes a user that is still as it was read. */
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

/** A user whose password is still the one that was compared; `rehashed` is the same password under today's parameters. */
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

/** Claims an address that is free, was kept for its former owner long enough, or is kept for this one. */
export const claimed = (email: string, userId: string): Write => ({
  label: EMAIL,
  put: { ...emailKey(email), userId },
  condition: 'attribute_not_exists(pk) OR expiresAt <= :now OR userId = :user',
  values: { ':now': seconds(), ':user': userId },
});

/** Keeps an address that its account has no longer, until it cannot be taken back any more (seconds since 1970). */
export const kept = (email: string, userId: string, until: number): Write => ({
  label: EMAIL,
  put: { ...emailKey(email), userId, expiresAt: until },
  condition: 'userId = :user',
  values: { ':user': userId },
});

/** Frees an address, unless it has become somebody else's meanwhile. */
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
