import { registerUser } from '../../contracts/http/users.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { created } from '../../platform/http/response.ts';
import { ownAccounts } from '../own.ts';
import { presentUser } from '../user.ts';

const accounts = ownAccounts();

/** POST /users */
export const handler = endpoint(registerUser, async ({ body }) => {
  const user = await accounts.register(body);
  return created(presentUser(user), `/users/${user.id}`);
});
