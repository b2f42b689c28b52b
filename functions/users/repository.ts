import type { DataOf, EventType } from '../contracts/events.ts';
import type { Preferences } from '../contracts/preferences.ts';
import { isStaff, type Role } from '../contracts/roles.ts';
import { hashOf } from '../platform/hash-of.ts';
import { itemKey, type Key } from '../platform/key.ts';
import { OUTBOX_PREFIX } from '../platform/outbox.ts';
import type { Table, Write } from '../platform/table.ts';
import { addressesOf, isVerified, type User } from './user.ts';
import {
  AS_READ,
  announceUser,
  changed,
  claimed,
  emailKey,
  freed,
  next,
  USER,
  userKey,
} from './user-writes.ts';

export { EMAIL, USER, userKey } from './user-writes.ts';

/** What is limited by `AttemptRepository`. */
export type Attempted = 'signIn' | 'passwordLink';

/**
 * The key of a count of attempts: a hash of the account's id, or of an address without an account. So such an address is
 * counted like any other, a count outlives a change of address, and the table does not tell which addresses were tried.
 */
export const attemptsKey = (subject: string, what: Attempted = 'signIn'): Key =>
  itemKey(['ATTEMPTS', hashOf(subject)], what === 'signIn' ? ['ATTEMPTS'] : ['ATTEMPTS', what]);

type PasswordLink = DataOf<'password.forgotten'>['passwordLink'];
type NewLinks = Pick<DataOf<'user.created'>, 'passwordLink' | 'emailLink'>;

/** The members of staff in one item, so that a transaction which removes one can require that another is left. */
export interface StaffMembers {
  /** Ids of users. */
  members: string[];
  /** Rises with each change. */
  version: number;
  /** Hash of the secret StaffAccount from which an account was last made. */
  secretHash?: string;
}

const staffKey = itemKey(['STAFF'], ['STAFF']);

/** Label of the write that changes who is on the staff: it fails when the item was changed since it was read. */
const STAFF = 'staff';

/** The members of staff other than one user. */
export const othersThan = (id: string, staff: StaffMembers | undefined): string[] =>
  (staff?.members ?? []).filter((member) => member !== id);

/** The write that changes who is on the staff, on condition that the item is as it was read. */
const staffChanged = (
  was: StaffMembers | undefined,
  { members = was?.members ?? [], secretHash = was?.secretHash }: Partial<StaffMembers>,
): Write => ({
  label: STAFF,
  put: { ...staffKey, members, secretHash, version: (was?.version ?? 0) + 1 },
  ...(was
    ? { condition: 'version = :seen', values: { ':seen': was.version } }
    : { condition: 'attribute_not_exists(pk)' }),
});

/** The most writes in one transaction of DynamoDB. */
const BATCH = 100;

/** The users table: accounts with their outbox, and the email addresses that are taken. */
export class UserRepository {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  get(id: string): Promise<User | undefined> {
    return this.#table.get<User>(userKey(id));
  }

  /** Makes as many reads for an address without an account, so that the time of the answer tells nothing. */
  async byEmail(email: string): Promise<User | undefined> {
    const taken = await this.#table.get<{ userId: string }>(emailKey(email));
    const user = await this.get(taken?.userId ?? 'nobody');
    // A former address that is still reserved for its account signs nobody in.
    return user?.email === email ? user : undefined;
  }

  /**
   * Adds an account, its claim on the email address and its event in one transaction.
   *
   * @param links until when the links in the welcome email work.
   */
  async add(user: User, links: NewLinks = {}, also: Write[] = []): Promise<void> {
    const { name, email, emailVerified, preferences } = user;
    const staff = isStaff(user) ? await this.staff() : undefined;
    await this.#table.write([
      { label: USER, put: { ...userKey(user.id), ...user }, condition: 'attribute_not_exists(pk)' },
      claimed(email, user.id),
      announceUser('user.created', user, { name, email, emailVerified, preferences, ...links }),
      ...(isStaff(user) ? [staffChanged(staff, { members: [...othersThan(user.id, staff), user.id] })] : []),
      ...also,
    ]);
  }

  rename(user: User, name: string): Promise<void> {
    const { email, emailVerified } = user;
    return this.#table.write([
      changed(user, { set: ['#name = :name'], values: { ':name': name }, names: { '#name': 'name' } }),
      announceUser('user.changed', next(user), { name, email, emailVerified }),
    ]);
  }

  prefer(user: User, preferences: Preferences): Promise<void> {
    return this.#table.write([
      changed(user, { set: ['preferences = :preferences'], values: { ':preferences': preferences } }),
      announceUser('preferences.changed', next(user), { preferences }),
    ]);
  }

  /** The writes of the event that the owner of an account has asked for a password link. */
  forgot(user: User, passwordLink: PasswordLink): Write[] {
    return [
      changed(user),
      announceUser('password.forgotten', next(user), { email: user.email, passwordLink }),
    ];
  }

  /** The members of staff; undefined until there has been one. */
  staff(): Promise<StaffMembers | undefined> {
    return this.#table.get<StaffMembers>(staffKey);
  }

  /** Up to 100 users, in no particular order; unknown ids are left out. */
  getMany(ids: string[]): Promise<User[]> {
    return this.#table.getMany<User>(ids.map(userKey));
  }

  /** Stores the hash of the secret from which an account was made, on condition that the staff is as it was read. */
  noteSecret(staff: StaffMembers | undefined, secretHash: string): Promise<void> {
    return this.#table.write([staffChanged(staff, { secretHash })]);
  }

  /**
   * Sets the roles of a user, on condition that they are as they were read, together with who is on the staff.
   *
   * @param by the giver, who has to be on the staff still, with the same password; undefined for the deployment.
   */
  async setRoles(user: User, roles: Role[], by?: Pick<User, 'id' | 'epoch'>): Promise<void> {
    const staff = await this.staff();
    const others = othersThan(user.id, staff);
    const members = [
      ...new Set([...others, ...(by ? [by.id] : []), ...(isStaff({ roles }) ? [user.id] : [])]),
    ];
    const isSame =
      members.length === staff?.members.length && members.every((id) => staff.members.includes(id));
    const isGiver = by?.id === user.id;
    const giver = by && { ':staff': 'staff' as Role, ':epoch': by.epoch };
    await this.#table.write([
      {
        label: USER,
        update: userKey(user.id),
        set: 'SET #roles = :roles',
        condition: `#roles = :were${isGiver ? ` AND ${GIVES}` : ''}`,
        names: { '#roles': 'roles' },
        values: { ':roles': roles, ':were': user.roles, ...(isGiver && giver) },
      },
      ...(by && !isGiver
        ? [{ check: userKey(by.id), condition: GIVES, names: { '#roles': 'roles' }, values: giver }]
        : []),
      ...(isSame ? [] : [staffChanged(staff, { members })]),
    ]);
  }

  /**
   * Sets the password of a user, on condition that it is as it was read. That ends all sessions and a pending change of address.
   *
   * @param proven whether the password was chosen by a link that was sent to the address, which verifies it.
   */
  setPassword(user: User, passwordHash: string, also: Write[] = [], proven = false): Promise<void> {
    const { name, email, epoch } = user;
    const verifies = proven && !isVerified(user);
    return this.#table.write([
      changed(user, {
        set: ['passwordHash = :hash', 'epoch = :after', ...(verifies ? ['emailVerified = :yes'] : [])],
        values: { ':hash': passwordHash, ':after': epoch + 1, ...(verifies && { ':yes': true }) },
        events: verifies ? 2 : 1,
      }),
      ...(verifies ? [announceUser('user.changed', next(user), { name, email, emailVerified: true })] : []),
      ...(verifies || isVerified(user)
        ? [announceUser('password.changed', next(user, verifies ? 2 : 1), { email })]
        : []),
      ...also,
    ]);
  }

  /**
   * Deletes a user, on condition that it is as it was read, frees its addresses, and adds an event without personal data.
   *
   * @param staff the members of staff, when the user is one.
   */
  remove(user: User, staff?: StaffMembers): Promise<void> {
    return this.#table.write([
      {
        label: USER,
        delete: userKey(user.id),
        condition: `${AS_READ} AND #roles = :roles`,
        names: { '#sequence': 'sequence', '#roles': 'roles' },
        values: { ':seen': user.sequence, ':epoch': user.epoch, ':roles': user.roles },
      },
      ...(staff ? [staffChanged(staff, { members: othersThan(user.id, staff) })] : []),
      ...addressesOf(user).map((email) => freed(email, user.id)),
      { delete: attemptsKey(`account ${user.id}`) },
      { delete: attemptsKey(`account ${user.id}`, 'passwordLink') },
      announceUser('user.deleted', next(user), {}),
    ]);
  }

  /**
   * Deletes the remaining rows of a deleted user: sessions, devices, and outbox records with name and address. The record of
   * user.deleted, which has only the id, stays until its TTL.
   */
  async clear(id: string): Promise<void> {
    type Record = Key & { event?: { type: EventType } };
    for (;;) {
      const { items } = await this.#table.query<Record>({
        where: 'pk = :pk',
        values: { ':pk': userKey(id).pk },
        limit: BATCH,
      });
      const rest = items.filter(
        ({ sk, event }) => !sk.startsWith(OUTBOX_PREFIX) || event?.type !== 'user.deleted',
      );
      if (rest.length === 0) return;
      await this.#table.write(rest.map(({ pk, sk }) => ({ delete: { pk, sk } })));
    }
  }
}

/** The condition for giving roles: the giver is on the staff, and the password is the one that the token was issued for. */
const GIVES = 'contains(#roles, :staff) AND epoch = :epoch';
