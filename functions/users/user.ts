import type { Preferences } from '../contracts/preferences.ts';
import type { Role } from '../contracts/roles.ts';

export interface User {
  id: string;
  name: string;
  /** In lower case. */
  email: string;
  /** Absent while nobody can sign in: somebody else has made the account, and its owner has not chosen a password yet. */
  passwordHash?: string;
  roles: Role[];
  preferences: Preferences;
  createdAt: string;
  /** The sequence number of its last event. */
  sequence: number;
  /** Rises when the password changes: sessions and tokens of an earlier epoch are over. */
  epoch: number;
  /** Whether a link that was sent to the address was opened. Absent in accounts that are older than this attribute. */
  emailVerified?: boolean;
  /** The sequence number at which the present address became the account's; absent for the first address. */
  emailSince?: number;
  /** The change of address that waits for its confirmation. */
  pending?: PendingEmail;
  /** Former addresses whose readers can still undo the change. */
  kept?: KeptEmail[];
  /** True for an account that the deployment made from its secret. */
  fromSecret?: boolean;
}

/** A new address whose link was not opened yet. */
export interface PendingEmail {
  email: string;
  /** The id of the change: a link of an earlier change does nothing. */
  change: string;
  /** The account's epoch when the change was requested: a new password makes it void. */
  epoch: number;
  /** Seconds since 1970. */
  until: number;
}

/** A former address, whose reader can undo the change. */
export interface KeptEmail {
  email: string;
  change: string;
  /** The sequence number at which it became the account's, 0 for the first address. An older address wins over a younger one. */
  since: number;
  /** Seconds since 1970. */
  until: number;
}

const now = () => Date.now() / 1000;

/**
 * Whether the account's address is verified. Accounts that are older than the attribute count as verified, since they have
 * been sent emails all along.
 */
export const isVerified = ({ emailVerified = true }: Pick<User, 'emailVerified'>): boolean => emailVerified;

/** The pending change of address, unless it is void by now. */
export const pendingOf = ({ pending, epoch }: User): PendingEmail | undefined =>
  pending && pending.epoch === epoch && pending.until > now() ? pending : undefined;

/** The former addresses that can still be restored. */
export const stillKept = ({ kept = [] }: User): KeptEmail[] => kept.filter(({ until }) => until > now());

/** The sequence number at which the present address became the account's. */
export const sinceOf = ({ emailSince = 0 }: Pick<User, 'emailSince'>): number => emailSince;

/** Every address of the account: the present one, and those that can still be restored. */
export const addressesOf = (user: User): string[] => [
  ...new Set([user.email, ...stillKept(user).map(({ email }) => email)]),
];

/** Addresses are compared without regard to case. */
export const normalEmail = (email: string): string => email.trim().toLowerCase();

/** A user as the owner sees it: never the password's hash. */
export function toUserView(user: User) {
  const { id, name, email, createdAt } = user;
  const pendingEmail = pendingOf(user)?.email;
  return {
    id,
    name,
    email,
    emailVerified: isVerified(user),
    ...(pendingEmail && { pendingEmail }),
    createdAt,
  };
}

/** A user as staff see it. */
export const toStaffView = (user: User) => ({ ...toUserView(user), roles: user.roles });
