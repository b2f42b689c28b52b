import { LIMITS } from '../contracts/limits.ts';
import { DEFAULT_PREFERENCES, type Preferences } from '../contracts/preferences.ts';
import { isStaff, type Role } from '../contracts/roles.ts';
import { newId } from '../platform/id.ts';
import { log } from '../platform/log.ts';
import { ServiceError } from '../platform/service-error.ts';
import { ConditionFailed, retryIfChanged } from '../platform/table.ts';
import type { MailQuotaRepository } from './mail-quota-repository.ts';
import { hashPassword } from './password.ts';
import { linkFor } from './password-link.ts';
import { EMAIL, othersThan, type StaffMembers, USER, type UserRepository } from './repository.ts';
import { requireCurrent, type TokenHolder } from './token-holder.ts';
import { isVerified, normalEmail, type User } from './user.ts';

interface NewAccount {
  name: string;
  email: string;
}

interface Registration extends NewAccount {
  password: string;
  /** By default: customer. */
  roles?: Role[];
  fromSecret?: boolean;
  /** True for an account that the deployment makes: it needs no link. */
  emailVerified?: boolean;
}

/** How old a sign-in may be, in seconds, to delete an account. */
const FRESH_SECONDS = 15 * 60;

/** The life of accounts, from registration to deletion. */
export class Accounts {
  readonly #users: UserRepository;
  readonly #quota: MailQuotaRepository | undefined;

  /** @param quota of emails to addresses that are not verified; needed only to make accounts. */
  constructor(users: UserRepository, quota?: MailQuotaRepository) {
    this.#users = users;
    this.#quota = quota;
  }

  /** @throws ServiceError `conflict` when the email address is taken. */
  async register({ password, ...given }: Registration): Promise<User> {
    const user = newUser({ ...given, passwordHash: await hashPassword(password) });
    const emailLink = isVerified(user) ? undefined : linkFor(user, LIMITS.welcomeLinkSeconds);
    await this.#add(user, { emailLink });
    return user;
  }

  /**
   * Makes an account for somebody else, for staff and services. Nobody can sign in to it until its owner opens the link
   * in the welcome email, which verifies the address, and chooses a password.
   *
   * @throws ServiceError `conflict` when the email address is taken.
   */
  async createWithoutPassword(given: NewAccount): Promise<User> {
    const user = newUser(given);
    await this.#add(user, { passwordLink: linkFor(user, LIMITS.welcomeLinkSeconds) });
    return user;
  }

  /**
   * When the day's quota of emails to the address is spent, the account is made without an email: otherwise anybody could
   * spend the quota to keep the address's owner from registering. The owner can ask for the link later.
   */
  async #add(user: User, links: Parameters<UserRepository['add']>[1]): Promise<void> {
    const counted = this.#quota && !isVerified(user) ? [this.#quota.to(user.email)] : [];
    await this.#users
      .add(user, links, counted)
      .catch(refuseTaken)
      .catch((thrown) => {
        if (!this.#quota?.isOverQuota(thrown)) throw thrown;
        return this.#users.add(user).catch(refuseTaken);
      });
  }

  /** @throws ServiceError `notFound` */
  async get(id: string): Promise<User> {
    const user = await this.#users.get(id);
    if (!user) throw notFound();
    return user;
  }

  /**
   * The account of a token that was issued since the last change of the password.
   *
   * @throws ServiceError `notFound`, `unauthenticated`
   */
  async own(holder: TokenHolder): Promise<User> {
    const user = await this.get(holder.id);
    requireCurrent(holder, user);
    return user;
  }

  /**
   * The account of somebody who acts on others' accounts: it exists, its password is the token's (the epoch), and it still
   * has the role.
   *
   * @throws ServiceError `unauthenticated`, `forbidden`
   */
  async acting(holder: TokenHolder, role: Role): Promise<User> {
    const user = await this.#users.get(holder.id);
    if (!user) throw new ServiceError('unauthenticated', 'The account of this token is gone.');
    requireCurrent(holder, user);
    if (!user.roles.includes(role))
      throw new ServiceError('forbidden', `You do not have the role ${role} any more.`);
    return user;
  }

  /**
   * Changes the name. No event is published when it is the same.
   *
   * @throws ServiceError `notFound`, `unauthenticated`
   */
  rename(holder: TokenHolder, name: string): Promise<User> {
    return retryIfChanged(async () => {
      const user = await this.own(holder);
      if (name !== user.name) await this.#users.rename(user, name);
      return { ...user, name };
    });
  }

  /** @throws ServiceError `notFound`, `unauthenticated` */
  prefer(holder: TokenHolder, preferences: Preferences): Promise<Preferences> {
    return retryIfChanged(async () => {
      const user = await this.own(holder);
      const keys = Object.keys(preferences) as (keyof Preferences)[];
      if (keys.some((key) => preferences[key] !== user.preferences[key]))
        await this.#users.prefer(user, preferences);
      return preferences;
    });
  }

  /**
   * Sets the roles of a user. The write requires that the giver is still on the staff: of two who take the role from each
   * other at once, one succeeds.
   *
   * @throws ServiceError `notFound`; what `acting` throws; `refused` when staff take the role from themselves, since
   * somebody has to be left who can give it.
   */
  setRoles(id: string, roles: Role[], by: TokenHolder): Promise<User> {
    return retryIfChanged(async () => {
      const giver = await this.acting(by, 'staff');
      if (id === giver.id && !isStaff({ roles }))
        throw new ServiceError('refused', 'Somebody else on the staff has to take the role staff from you.');
      const user = await this.get(id);
      await this.#users.setRoles(user, roles, giver);
      log.info('roles set', { user: id, by: giver.id, roles });
      return { ...user, roles };
    });
  }

  /**
   * Deletes an account for good. That cannot be undone, so a valid token is not enough: the owner must have signed in a
   * short while ago.
   *
   * @param signedInAt seconds since 1970
   * @throws ServiceError `notFound`, `unauthenticated`, `forbidden` when the sign-in is too long ago, or `conflict` for the last
   * one on the staff.
   */
  async remove(holder: TokenHolder, signedInAt: number): Promise<void> {
    await retryIfChanged(async () => {
      const { user, staff } = await this.requireRemovable(holder, signedInAt);
      await this.#users.remove(user, staff);
    });
    await this.clear(holder.id).catch((thrown) => log.error('not cleared yet, the event of it will', thrown));
  }

  /** The account that a token may delete, with the staff's row if it is on the staff. Throws what `remove` says. */
  async requireRemovable(
    holder: TokenHolder,
    signedInAt: number,
  ): Promise<{ user: User; staff?: StaffMembers }> {
    if (Date.now() / 1000 - signedInAt > FRESH_SECONDS)
      throw new ServiceError('forbidden', 'Sign in again first: deleting an account cannot be taken back.');
    const user = await this.own(holder);
    if (!isStaff(user)) return { user };
    const staff = await this.#users.staff();
    if (othersThan(user.id, staff).length > 0) return { user, ...(staff && { staff }) };
    throw new ServiceError(
      'conflict',
      'You are the last one on the staff: give somebody else the role first.',
    );
  }

  /** Deletes what a deleted account has left in the table. Can be repeated. */
  clear(id: string): Promise<void> {
    return this.#users.clear(id);
  }
}

const newUser = ({ email, ...given }: NewAccount & Partial<User>): User => ({
  roles: ['customer'],
  emailVerified: false,
  ...given,
  id: newId(),
  email: normalEmail(email),
  preferences: DEFAULT_PREFERENCES,
  createdAt: new Date().toISOString(),
  sequence: 1,
  epoch: 1,
});

const notFound = (cause?: unknown) => new ServiceError('notFound', 'There is no such user.', { cause });

/** The error response for an address that belongs to another account. */
export const taken = (cause?: unknown) =>
  new ServiceError('conflict', 'This email address is taken.', { cause });

/** A taken address becomes an error response; a user who was changed meanwhile stays an error that is retried. */
function refuseTaken(thrown: unknown): never {
  const isTaken = thrown instanceof ConditionFailed && thrown.failed.has(EMAIL) && !thrown.failed.has(USER);
  throw isTaken ? taken(thrown) : thrown;
}
