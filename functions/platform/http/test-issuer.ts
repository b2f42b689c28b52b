import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** A small OpenID Connect issuer on loopback: discovery, keys, and tokens to order. */
export async function oidcIssuer() {
  const keys: { kid: string; jwk: object; sign: (payload: JWTPayload) => Promise<string> }[] = [];
  const requests: string[] = [];
  let isDown = false;
  let document: Record<string, unknown> = {};
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    const answers: Record<string, unknown> = {
      '/.well-known/openid-configuration': document,
      '/keys': { keys: keys.map(({ jwk }) => jwk) },
    };
    const answer = isDown ? undefined : answers[request.url ?? ''];
    response.writeHead(answer ? 200 : 503, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  document = { issuer, jwks_uri: `${issuer}/keys` };

  return {
    issuer,
    /** What was asked for, in order. */
    requests,
    /** The discovery document; to be changed at will. */
    document,
    jwksUri: new URL(`${issuer}/keys`),
    fail: (down: boolean) => {
      isDown = down;
    },
    /** Publishes a new key. @returns what signs with it. */
    async addKey(alg: 'ES256' | 'RS256') {
      const { privateKey, publicKey } = await generateKeyPair(alg);
      const kid = `${alg}-${keys.length}`;
      const sign = (payload: JWTPayload) =>
        new SignJWT(payload).setProtectedHeader({ alg, kid }).sign(privateKey);
      keys.push({ kid, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' }, sign });
      return sign;
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
