import type { Role } from '../../contracts/roles.ts';

/** Who calls: from a token that was verified. */
export interface Caller {
  /** The user's id. */
  id: string;
  roles: Role[];
  /** When they have proved who they are, in seconds since 1970; a refreshed token keeps it. */
  signedInAt: number;
  /**
   * Of the account when the token was issued: it is behind once the password has changed. Undefined when somebody else
   * issues the tokens.
   */
  epoch?: number;
  /** Whether they have shown that they read their address (OpenID Connect's `email_verified`); undefined when the token does not say. */
  emailVerified?: boolean;
}

export type Verify = (token: string) => Promise<Caller>;
