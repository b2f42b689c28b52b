import * as z from 'zod/mini';
import { endpoint } from '../../kit/http/endpoint.ts';
import { ok } from '../../kit/http/response.ts';
import { ownSessions } from '../own-sessions.ts';

const Credentials = z.strictObject({
  email: z.string().check(z.maxLength(254)),
  password: z.string().check(z.maxLength(128)),
});

const sessions = ownSessions();

/** POST /auth/token */
export const handler = endpoint({
  access: 'public',
  body: Credentials,
  handle: async ({ body }) =>
    ok(await sessions.signIn(body.email, body.password), { 'cache-control': 'no-store' }),
});
