import { getJwks, KeySet } from '../../contracts/http/auth.ts';
import { readConfig, required } from '../../platform/config.ts';
import { publicRead } from '../../platform/http/public-read.ts';
import { ok } from '../../platform/http/response.ts';

const keys = KeySet.parse(JSON.parse(readConfig({ AUTH_JWKS: required }).AUTH_JWKS));

/** GET /.well-known/jwks.json: the public keys with which anybody can verify our tokens (RFC 7517). */
export const handler = publicRead(getJwks, async () => ok(keys, { 'cache-control': 'public, max-age=300' }));
