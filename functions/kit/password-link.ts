import type { JSONWebKeySet } from 'jose';
import { type AccountLink, type LinkKey, linkVerifier, signLink } from './account-link.ts';

export type { LinkKey } from './account-link.ts';

/** What a password link is good for: one change of the password of one user, by whoever reads one address. */
export interface PasswordLink {
  userId: string;
  /** Where the link is sent to: it does nothing once the account has another address. */
  email: string;
  /** Of the password that it replaces: it does nothing once there is another, so it works once. */
  epoch: number;
  /** RFC 3339. */
  expiresAt: string;
}

/** Signs the token of a link. Only whoever sends the email has the key. */
export const signPasswordLink = (link: PasswordLink, key: LinkKey): Promise<string> =>
  signLink('password-link', link, key);

/** A link with which a password may be chosen, if the account is as it says. */
export type PasswordProof = AccountLink & { purpose: 'password-link' | 'email-link' };

/**
 * Makes the check of tokens with which a password may be chosen: those of password links, and of those that confirm an
 * address, which do as long as it is not confirmed.
 *
 * The check throws JOSEError or ZodError for everything that is no valid token.
 */
export function passwordLinkVerifier(keys: JSONWebKeySet) {
  const verify = linkVerifier(keys, ['password-link', 'email-link']);
  return async (token: string): Promise<PasswordProof> => (await verify(token)) as PasswordProof;
}
