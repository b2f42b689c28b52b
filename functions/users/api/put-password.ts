import { putPassword } from '../../contracts/http/users.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { noContent } from '../../platform/http/response.ts';
import { changePassword } from '../change-password.ts';
import { ownPasswords } from '../own.ts';
import { ownToken } from '../own-token.ts';

const passwords = ownPasswords();

/** PUT /users/{id}/password */
export const handler = endpoint(putPassword, async ({ caller, path, body, by }) =>
  noContent({ 'device-token': await changePassword(passwords, ownToken(caller, path), body, by) }),
);
