import { setPassword as operation } from '../../contracts/http/auth.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { noContent } from '../../platform/http/response.ts';
import { makePasswordSetting } from '../composition.ts';
import { setPassword } from '../set-password.ts';

const passwords = makePasswordSetting();

/** POST /auth/password */
export const handler = endpoint(operation, async ({ body }) => {
  return noContent({ 'device-token': await setPassword(passwords, body) });
});
