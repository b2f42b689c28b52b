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
  /** True for an account that the deployment made from its secret. */
  fromSecret?: boolean;
}

/** Addresses are compared without regard to case. */
export const normalEmail = (email: string): string => email.trim().toLowerCase();

/** A user as the owner sees it: never the password's hash. */
export const presentUser = ({ id, name, email, createdAt }: User) => ({ id, name, email, createdAt });

/** A user as staff see it. */
export const presentForStaff = (user: User) => ({ ...presentUser(user), roles: user.roles });
