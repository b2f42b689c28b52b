import { exportJWK, exportPKCS8, generateKeyPair, SignJWT } from 'jose';
import { CUSTOMER } from './rows.ts';

const ISSUER = 'https://shop.example';
const AUDIENCE = 'shop';

/** Keys of a deployment, a token by them, and the settings and links that functions get them by. */
export async function identity() {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const kid = 'bench';
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' }] });
  const token = await new SignJWT({ roles: ['customer', 'staff', 'oncall'], epoch: 1, email_verified: true })
    .setProtectedHeader({ alg: 'ES256', kid, typ: 'JWT' })
    .setSubject(CUSTOMER)
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime('2h')
    .setJti('one')
    .sign(privateKey);
  const link = JSON.stringify({ privateKey: await exportPKCS8(privateKey), kid });
  const environment = {
    AUTH_ISSUER: ISSUER,
    AUTH_AUDIENCE: AUDIENCE,
    AUTH_JWKS: jwks,
    PASSWORD_LINK_JWKS: jwks,
    SST_RESOURCE_App: '{"name":"shop","stage":"bench"}',
    SST_RESOURCE_AuthSigningKey: link,
    SST_RESOURCE_PasswordLinkSigningKey: link,
  };
  return { token, environment };
}
