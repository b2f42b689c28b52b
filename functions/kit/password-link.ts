import { createLocalJWKSet, importPKCS8, type JSONWebKeySet, jwtVerify, SignJWT } from 'jose';
import * as z from 'zod/mini';

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

/** No token is taken for another kind: access tokens are signed by other keys, and for another audience. */
const AUDIENCE = 'password-link';

const Claims = z.object({ sub: z.string(), email: z.string(), epoch: z.int(), exp: z.int() });

/** What signs links: a P-256 key in PKCS #8 and its id in the key set. */
export interface LinkKey {
  privateKey: string;
  kid: string;
}

/** Signs the token of a link. Only whoever sends the email has the key. */
export async function signPasswordLink(link: PasswordLink, { privateKey, kid }: LinkKey): Promise<string> {
  return new SignJWT({ email: link.email, epoch: link.epoch })
    .setProtectedHeader({ alg: 'ES256', kid })
    .setSubject(link.userId)
    .setAudience(AUDIENCE)
    .setExpirationTime(new Date(link.expiresAt))
    .sign(await importPKCS8(privateKey, 'ES256'));
}

/**
 * Makes the check of such tokens: signature by a key of the deployment, algorithm, audience, expiry. Whether the user
 * still is as the link says is for whoever has the user.
 *
 * The check throws JOSEError or ZodError for everything that is no valid token.
 */
export function passwordLinkVerifier(keys: JSONWebKeySet) {
  const keySet = createLocalJWKSet(keys);
  return async (token: string): Promise<PasswordLink> => {
    const { payload } = await jwtVerify(token, keySet, {
      audience: AUDIENCE,
      algorithms: ['ES256'],
      requiredClaims: ['sub', 'exp'],
    });
    const { sub, email, epoch, exp } = Claims.parse(payload);
    return { userId: sub, email, epoch, expiresAt: new Date(exp * 1000).toISOString() };
  };
}
