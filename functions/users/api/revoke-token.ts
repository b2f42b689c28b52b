import { revokeToken } from '../../contracts/http/auth.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { noContent } from '../../platform/http/response.ts';
import { makeSessionRepository } from '../composition.ts';
import { readRefreshToken } from '../refresh-token.ts';

const sessions = makeSessionRepository();

/** POST /auth/revoke: the session of a token is over. What was never a token ends nothing, and nobody is told. */
export const handler = endpoint(revokeToken, async ({ body }) => {
  const name = readRefreshToken(body.refreshToken);
  if (name) await sessions.remove(name);
  return noContent();
});
