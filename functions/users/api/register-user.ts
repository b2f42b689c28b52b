import * as z from 'zod/mini';
import { endpoint } from '../../kit/http/endpoint.ts';
import { created } from '../../kit/http/response.ts';
import { ownTable } from '../../kit/table.ts';
import { presentUser, register } from '../accounts.ts';
import { UserRepository } from '../repository.ts';

const NewUser = z.strictObject({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)),
  email: z.email().check(z.maxLength(254)),
  password: z.string().check(z.minLength(8), z.maxLength(128)),
});

const users = new UserRepository(ownTable());

/** POST /users */
export const handler = endpoint({
  access: 'public',
  body: NewUser,
  handle: async ({ body }) => {
    const user = await register(users, body);
    return created(presentUser(user), `/users/${user.id}`);
  },
});
