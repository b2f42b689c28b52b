import { createHash, createPublicKey } from 'node:crypto';

/** The public half of an EC key as a JWK. RFC 7638: its id is the hash of its own public part, so it needs no register. */
export function publicJwk(pem: string) {
  const { crv, kty, x, y } = createPublicKey(pem).export({ format: 'jwk' });
  const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
  return { kty, crv, x, y, kid, alg: 'ES256', use: 'sig' };
}
