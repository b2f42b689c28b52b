import { createToken } from '../../contracts/http/auth.ts';
import { endpoint } from '../../kit/http/endpoint.ts';
import { ok } from '../../kit/http/response.ts';
import { ownSessions } from '../own.ts';

const sessions = ownSessions();

/** POST /auth/token */
export const handler = endpoint(createToken, async ({ body }) =>
  ok(await sessions.signIn(body.email, body.password), { 'cache-control': 'no-store' }),
);
