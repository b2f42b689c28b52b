import * as z from 'zod/mini';
import { endpoint } from '../../kit/http/endpoint.ts';
import { ok } from '../../kit/http/response.ts';
import { ownSessions } from '../own-sessions.ts';

const Refresh = z.strictObject({ refreshToken: z.string().check(z.minLength(1), z.maxLength(256)) });

const sessions = ownSessions();

/** POST /auth/refresh: a new pair for a refresh token, which is used up by it. */
export const handler = endpoint({
  access: 'public',
  body: Refresh,
  handle: async ({ body }) => ok(await sessions.refresh(body.refreshToken), { 'cache-control': 'no-store' }),
});
