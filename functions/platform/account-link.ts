import { createLocalJWKSet, importPKCS8, type JSONWebKeySet, jwtVerify, SignJWT } from 'jose';
import * as z from 'zod/mini';

/**
 * What a link that is emailed is good for: to choose a password, to confirm that its reader has the address, or to take a
 * change of the address back. It is the token's audience, so none is taken for another, nor for an access token.
 */
export type LinkPurpose = 'password-link' | 'email-link' | 'undo-link';

/**
 * The links with which a password may be chosen: those that were asked for, and those that confirm an address, which do as
 * long as it is not confirmed.
 */
export const CHOOSING: ('password-link' | 'email-link')[] = ['password-link', 'email-link'];

/** A link, as its token says it. */
export interface AccountLink {
  userId: string;
  /** Where the link is sent to. */
  email: string;
  /** Of the password when the link was made. */
  epoch?: number | undefined;
  /** The change of address that it is about. */
  change?: string | undefined;
  /** RFC 3339. */
  expiresAt: string;
}

/** What signs links: a P-256 key in PKCS #8 and its id in the key set. */
export interface LinkKey {
  privateKey: string;
  kid: string;
}

const Claims = z.object({
  sub: z.string(),
  aud: z.enum(['password-link', 'email-link', 'undo-link']),
  email: z.string(),
  epoch: z.optional(z.int()),
  change: z.optional(z.string()),
  exp: z.int(),
});

/** Signs the token of a link. Only whoever sends the email has the key. */
export async function signLink(
  purpose: LinkPurpose,
  { userId, email, epoch, change, expiresAt }: AccountLink,
  { privateKey, kid }: LinkKey,
): Promise<string> {
  return new SignJWT({ email, ...(epoch !== undefined && { epoch }), ...(change && { change }) })
    .setProtectedHeader({ alg: 'ES256', kid })
    .setSubject(userId)
    .setAudience(purpose)
    .setExpirationTime(new Date(expiresAt))
    .sign(await importPKCS8(privateKey, 'ES256'));
}

/**
 * Makes the check of such tokens: signature by a key of the deployment, algorithm, one of the purposes, expiry. Whether
 * the user still is as the link says is for whoever has the user.
 *
 * The check throws JOSEError or ZodError for everything that is no valid token.
 */
export function linkVerifier<P extends LinkPurpose>(keys: JSONWebKeySet, purposes: P[]) {
  const keySet = createLocalJWKSet(keys);
  return async (token: string): Promise<AccountLink & { purpose: P }> => {
    const { payload } = await jwtVerify(token, keySet, {
      audience: purposes,
      algorithms: ['ES256'],
      requiredClaims: ['sub', 'exp'],
    });
    const { sub, aud, email, epoch, change, exp } = Claims.parse(payload);
    const expiresAt = new Date(exp * 1000).toISOString();
    return { purpose: aud as P, userId: sub, email, epoch, change, expiresAt };
  };
}
