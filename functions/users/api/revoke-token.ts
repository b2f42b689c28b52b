import { revokeToken } from '../../contracts/http/auth.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { noContent } from '../../platform/http/response.ts';
import { tableFromEnvironment } from '../../platform/table.ts';
import { readRefreshToken } from '../refresh-token.ts';
import { SessionRepository } from '../session-repository.ts';

const sessions = new SessionRepository(tableFromEnvironment());

/** POST /auth/revoke: the session of a token is over. What was never a token ends nothing, and nobody is told. */
export const handler = endpoint(revokeToken, async ({ body }) => {
  const name = readRefreshToken(body.refreshToken);
  if (name) await sessions.remove(name);
  return noContent();
});
