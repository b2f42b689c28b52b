import { revokeToken } from '../../contracts/http/auth.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { noContent } from '../../platform/http/response.ts';
import { makeSessionRepository } from '../composition.ts';
import { readRefreshToken } from '../refresh-token.ts';

const sessions = makeSessionRepository();

/** POST /auth/revoke: ends the session of a refresh token. The answer is the same for a token that never existed (RFC 7009, 2.2). */
export const handler = endpoint(revokeToken, async ({ body }) => {
  const name = readRefreshToken(body.refreshToken);
  if (name) await sessions.remove(name);
  return noContent();
});
