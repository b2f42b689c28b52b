import { putPassword } from '../../contracts/http/users.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { noContent } from '../../platform/http/response.ts';
import { changePassword } from '../change-password.ts';
import { makePasswords } from '../composition.ts';
import { requireSelf } from '../require-self.ts';

const passwords = makePasswords();

/** PUT /users/{id}/password */
export const handler = endpoint(putPassword, async ({ caller, path, body, by }) =>
  noContent({ 'device-token': await changePassword(passwords, requireSelf(caller, path), body, by) }),
);
