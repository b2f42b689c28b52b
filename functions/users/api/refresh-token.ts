import { refreshToken } from '../../contracts/http/auth.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { makeSessions } from '../composition.ts';

const sessions = makeSessions();

/** POST /auth/refresh: a new pair for a refresh token, which is used up by it. */
export const handler = endpoint(refreshToken, async ({ body }) =>
  ok(await sessions.refresh(body.refreshToken), { 'cache-control': 'no-store' }),
);
