import { importPKCS8, SignJWT } from 'jose';
import { newId } from '../platform/id.ts';
import { isVerified, type User } from './user.ts';

/** How long an access token is valid, in seconds, and so how long it can outlive its session. */
export const ACCESS_SECONDS = 15 * 60;

/** The key that signs access tokens: P-256 in PKCS #8, and its id in the key set. */
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
 * @param signedInAt when the user last gave the password, in seconds since 1970; a refresh keeps it (`auth_time`).
 */
export async function signAccessToken(
  user: Pick<User, 'id' | 'roles' | 'epoch' | 'emailVerified'>,
  signedInAt: number,
  { key, issuer, audience }: Issuer,
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const { id, roles, epoch } = user;
  return new SignJWT({ roles, epoch, email_verified: isVerified(user), auth_time: signedInAt })
    .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: 'JWT' })
    .setSubject(id)
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(now + ACCESS_SECONDS)
    .setJti(newId())
    .sign(await importPKCS8(key.privateKey, 'ES256'));
}
