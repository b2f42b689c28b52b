import { LIMITS } from '../contracts/limits.ts';
import type { Table, Write } from '../platform/table.ts';
import { linkFor } from './password-link.ts';
import { addressesOf, type KeptEmail, type PendingEmail, stillKept, type User } from './user.ts';
import { announceUser, changed, claimed, emailKey, freed, kept, next } from './user-writes.ts';

const rfc3339 = (seconds: number) => new Date(seconds * 1000).toISOString();

const undoLink = ({ email, change, until }: KeptEmail) => ({ email, change, expiresAt: rfc3339(until) });

/** Changes the email addresses of accounts. Each change and its events are one transaction. */
export class EmailRepository {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  /** Whether an address belongs to another account, or is reserved for one. */
  async isTaken(email: string, userId: string): Promise<boolean> {
    const taken = await this.#table.get<{ userId: string; expiresAt?: number }>(emailKey(email));
    if (!taken || taken.userId === userId) return false;
    return taken.expiresAt === undefined || taken.expiresAt > Date.now() / 1000;
  }

  /**
   * Stores a pending address, in place of an earlier one.
   *
   * @param undo the present address, if it is verified: its reader can undo the change.
   */
  ask(user: User, name: string, pending: PendingEmail, undo: KeptEmail | undefined, also: Write[]) {
    const { email, emailVerified } = user;
    const { change, epoch, until } = pending;
    const isRenamed = name !== user.name;
    const remembered = undo && [...stillKept(user).filter((one) => one.email !== undo.email), undo];
    return this.#table.write([
      changed(user, {
        set: ['#name = :name', 'pending = :pending', ...(remembered ? ['kept = :kept'] : [])],
        values: { ':name': name, ':pending': pending, ...(remembered && { ':kept': remembered }) },
        names: { '#name': 'name' },
        events: isRenamed ? 2 : 1,
      }),
      announceUser('email.unconfirmed', next(user), {
        email: pending.email,
        emailLink: { epoch, change, expiresAt: rfc3339(until) },
        undoLink: undo && undoLink(undo),
      }),
      ...(isRenamed ? [announceUser('user.changed', next(user, 2), { name, email, emailVerified })] : []),
      ...also,
    ]);
  }

  /** The writes of the event by which the link that verifies the present address is sent again. */
  resendConfirmation(user: User): Write[] {
    const emailLink = linkFor(user, LIMITS.emailLinkSeconds);
    return [changed(user), announceUser('email.unconfirmed', next(user), { email: user.email, emailLink })];
  }

  /** Stores that the present address is verified. */
  verify(user: User): Promise<void> {
    const { name, email } = user;
    return this.#table.write([
      changed(user, { set: ['emailVerified = :yes'], values: { ':yes': true } }),
      announceUser('user.changed', next(user), { name, email, emailVerified: true }),
    ]);
  }

  /**
   * Replaces the present address by the pending one. The old address stays reserved for the account as long as its reader
   * can undo the change.
   *
   * @param undo the present address, if it is verified.
   */
  confirm(user: User, { email }: PendingEmail, undo: KeptEmail | undefined): Promise<void> {
    const others = stillKept(user).filter((one) => one.email !== email && one.email !== user.email);
    // A former address that comes back keeps its age.
    const since = stillKept(user).find((one) => one.email === email)?.since ?? next(user).sequence;
    return this.#table.write([
      changed(user, {
        set: ['email = :email', 'emailVerified = :yes', 'emailSince = :since', 'kept = :kept'],
        remove: ['pending'],
        values: {
          ':email': email,
          ':yes': true,
          ':since': since,
          ':kept': undo ? [...others, undo] : others,
        },
      }),
      claimed(email, user.id),
      undo ? kept(user.email, user.id, undo.until) : freed(user.email, user.id),
      announceUser('user.changed', next(user), {
        name: user.name,
        email,
        emailVerified: true,
        undoLink: undo && undoLink(undo),
      }),
    ]);
  }

  /**
   * Restores a former address. Whoever changed it knew the password: so the password is removed, with every session, the
   * pending change and every younger address, and a password link is sent. Older addresses can still be restored, as long
   * as before: a thief's address is younger than the owner's, and cannot lock the owner out.
   *
   * @param present the present address as one that can be restored, if it is verified and older.
   */
  undo(user: User, { email, since }: KeptEmail, present: KeptEmail | undefined): Promise<void> {
    const epoch = user.epoch + 1;
    const older = stillKept(user).filter((one) => one.since < since && one.email !== user.email);
    const staying = present ? [...older, present] : older;
    const younger = addressesOf(user).filter(
      (other) => other !== email && staying.every((one) => one.email !== other),
    );
    return this.#table.write([
      changed(user, {
        set: [
          'email = :email',
          'emailVerified = :yes',
          'emailSince = :since',
          'kept = :kept',
          'epoch = :after',
        ],
        remove: ['passwordHash'],
        values: { ':email': email, ':yes': true, ':since': since ?? 0, ':kept': staying, ':after': epoch },
        events: 2,
      }),
      claimed(email, user.id),
      ...(present ? [kept(present.email, user.id, present.until)] : []),
      ...younger.map((other) => freed(other, user.id)),
      announceUser('user.changed', next(user), {
        name: user.name,
        email,
        emailVerified: true,
        undoLink: present && undoLink(present),
      }),
      announceUser('password.forgotten', next(user, 2), {
        email,
        passwordLink: linkFor({ ...user, epoch }, LIMITS.forgottenLinkSeconds),
      }),
    ]);
  }
}
