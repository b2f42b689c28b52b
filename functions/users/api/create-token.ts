import { createToken } from '../../contracts/http/auth.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { makeSessions } from '../composition.ts';

const sessions = makeSessions();

/** POST /auth/token */
export const handler = endpoint(createToken, async ({ body, by }) => {
  const { device, ...tokens } = await sessions.signIn(body.email, body.password, by);
  return ok(tokens, { 'cache-control': 'no-store', ...(device !== undefined && { 'device-token': device }) });
});
