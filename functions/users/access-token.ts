import { importPKCS8, SignJWT } from 'jose';
import { newId } from '../kit/id.ts';
import type { User } from './user.ts';

/** How long an access token lives, in seconds: whatever is revoked takes effect within this time at most. */
export const ACCESS_SECONDS = 15 * 60;

/** What signs access tokens: a P-256 key in PKCS #8 and its id in the key set. */
export interface SigningKey {
  privateKey: string;
  kid: string;
}

export interface Issuer {
  key: SigningKey;
  issuer: string;
  audience: string;
}

/**
 * Signs an access token that any service can verify by itself.
 *
 * @param signedInAt when the user has proved who it is, in seconds since 1970; kept over refreshes (`auth_time`).
 */
export async function signAccessToken(
  { id, roles, epoch }: Pick<User, 'id' | 'roles' | 'epoch'>,
  signedInAt: number,
  { key, issuer, audience }: Issuer,
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ roles, epoch, auth_time: signedInAt })
    .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: 'JWT' })
    .setSubject(id)
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(now + ACCESS_SECONDS)
    .setJti(newId())
    .sign(await importPKCS8(key.privateKey, 'ES256'));
}
