import { registerUser } from '../../contracts/http/users.ts';
import { endpoint } from '../../kit/http/endpoint.ts';
import { created } from '../../kit/http/response.ts';
import { ownTable } from '../../kit/table.ts';
import { presentUser, register } from '../accounts.ts';
import { UserRepository } from '../repository.ts';

const users = new UserRepository(ownTable());

/** POST /users */
export const handler = endpoint(registerUser, async ({ body }) => {
  const user = await register(users, body);
  return created(presentUser(user), `/users/${user.id}`);
});
