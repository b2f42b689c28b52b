import { registerUser } from '../../contracts/http/users.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { created } from '../../platform/http/response.ts';
import { makeAccounts } from '../composition.ts';
import { toUserView } from '../user.ts';

const accounts = makeAccounts();

/** POST /users */
export const handler = endpoint(registerUser, async ({ body }) => {
  const user = await accounts.register(body);
  return created(toUserView(user), `/users/${user.id}`);
});
