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
  /** customer unless told. */
  roles?: Role[];
  fromSecret?: boolean;
  /** True for who needs no link: an account that the deployment makes. */
  emailVerified?: boolean;
}

/** How old a sign-in may be, in seconds, for what cannot be taken back. */
const FRESH_SECONDS = 15 * 60;

/** What becomes of accounts, from registration to the right to be forgotten. */
export class Accounts {
  readonly #users: UserRepository;
  readonly #quota: MailQuotaRepository | undefined;

  /** @param quota of emails to new addresses; needed by whoever makes accounts for somebody who asks. */
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
   * Makes an account for somebody else: staff and services do that. Nobody can sign in to it until its owner has chosen
   * a password by the link in the welcome email, and that link is the proof that the address is the owner's.
   *
   * @throws ServiceError `conflict` when the email address is taken.
   */
  async createWithoutPassword(given: NewAccount): Promise<User> {
    const user = newUser(given);
    await this.#add(user, { passwordLink: linkFor(user, LIMITS.welcomeLinkSeconds) });
    return user;
  }

  /**
   * An address that was written to often enough today gets no email, but its account: or whoever has it written to keeps
   * its reader from registering. The link can be asked for later.
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
   * The account of a token, which has to be of its present epoch.
   *
   * @throws ServiceError `notFound`, `unauthenticated`
   */
  async own(holder: TokenHolder): Promise<User> {
    const user = await this.get(holder.id);
    requireCurrent(holder, user);
    return user;
  }

  /**
   * The account of somebody who does something for others with a token: it has to be there, of the token's epoch, and to
   * have the role still.
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
   * Changes the name; the same one is announced to nobody.
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
   * Says what a user may do. The change stands on the giver being on the staff still when it is written: two who take the
   * role from one another at once leave one of them.
   *
   * @throws ServiceError `notFound`; what `acting` throws; `refused` when staff take that role from themselves, so that
   * there is always somebody left who can give it.
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
   * Deletes an account for good. It cannot be taken back, so a token alone does not do: the owner has signed in
   * a short while ago.
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

  /** The account that a token may delete, and the staff as it is, if the account is on it. Throws what `remove` says. */
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

/** The answer about an address that is somebody else's. */
export const taken = (cause?: unknown) =>
  new ServiceError('conflict', 'This email address is taken.', { cause });

/** A taken address is an answer; that the user has changed meanwhile is a reason to try again. */
function refuseTaken(thrown: unknown): never {
  const isTaken = thrown instanceof ConditionFailed && thrown.failed.has(EMAIL) && !thrown.failed.has(USER);
  throw isTaken ? taken(thrown) : thrown;
}
