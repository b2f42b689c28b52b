import type { Preferences } from '../contracts/preferences.ts';
import type { Role } from '../contracts/roles.ts';

export interface User {
  id: string;
  name: string;
  /** In lower case. */
  email: string;
  /** None for an account that somebody else has made, until its owner sets a password. Nobody can sign in to it. */
  passwordHash?: string;
  roles: Role[];
  preferences: Preferences;
  createdAt: string;
  /** Of its last event. */
  sequence: number;
  /** Rises when the password changes: sessions and tokens of an earlier epoch are over. */
  epoch: number;
  /** Whether a link that was sent to the address was opened. Accounts from before that was asked have none. */
  emailVerified?: boolean;
  /** Since which sequence the present address is the account's; none for its first one. */
  emailSince?: number;
  /** The address that is to take the place of this one. */
  pending?: PendingEmail;
  /** Addresses that were this account's a short while ago: their readers can take the change back. */
  kept?: KeptEmail[];
  /** True for an account that the deployment made from its secret. */
  fromSecret?: boolean;
}

/** Another address that waits for its link to be opened. */
export interface PendingEmail {
  email: string;
  /** Names the change: a link about an earlier one does nothing. */
  change: string;
  /** A new password makes it void. */
  epoch: number;
  /** Seconds since 1970. */
  until: number;
}

/** An address whose reader can take a change of it back. */
export interface KeptEmail {
  email: string;
  change: string;
  /** Since which sequence it was the account's, 0 from the beginning. The older address wins over the younger. */
  since: number;
  /** Seconds since 1970. */
  until: number;
}

const now = () => Date.now() / 1000;

/**
 * Whether somebody has shown that they read the account's address. Accounts from before that was asked count as such: they
 * have been written to all along.
 */
export const isVerified = ({ emailVerified = true }: Pick<User, 'emailVerified'>): boolean => emailVerified;

/** The change of address that waits, unless it is void by now. */
export const pendingOf = ({ pending, epoch }: User): PendingEmail | undefined =>
  pending && pending.epoch === epoch && pending.until > now() ? pending : undefined;

/** The addresses from which a change can still be taken back. */
export const stillKept = ({ kept = [] }: User): KeptEmail[] => kept.filter(({ until }) => until > now());

/** Since when the present address is the account's. */
export const sinceOf = ({ emailSince = 0 }: Pick<User, 'emailSince'>): number => emailSince;

/** Every address that is the account's: the present one, and those that can still be brought back. */
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
