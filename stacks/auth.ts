/// <reference path="../.sst/platform/config.d.ts" />
import { createHash, createPublicKey } from 'node:crypto';

export type Auth = ReturnType<typeof authStack>;

/** RFC 7638: a key's id is the hash of its own public part, so that it needs no register. */
function publicJwk(pem: string) {
  const { crv, kty, x, y } = createPublicKey(pem).export({ format: 'jwk' });
  const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
  return { kty, crv, x, y, kid, alg: 'ES256', use: 'sig' };
}

/**
 * Who may sign and who can verify. The private key is linked to the functions that issue tokens and to nothing else;
 * everybody else gets the public keys with the deployment, so that verifying a token needs no call.
 */
export function authStack() {
  const key = new tls.PrivateKey('AuthKey', { algorithm: 'ECDSA', ecdsaCurve: 'P256' });
  const jwk = key.publicKeyPem.apply(publicJwk);
  const issuer = `https://${$app.name}.${$app.stage}`;
  const names = { AUTH_ISSUER: issuer, AUTH_AUDIENCE: $app.name };
  return {
    /** For functions that issue tokens. */
    sign: {
      environment: names,
      link: [
        new sst.Linkable('AuthSigningKey', {
          properties: { privateKey: $util.secret(key.privateKeyPemPkcs8), kid: jwk.kid },
        }),
      ],
    },
    /** For functions that verify them. */
    verify: { ...names, AUTH_JWKS: $jsonStringify({ keys: [jwk] }) },
  };
}
