import { findUsers } from '../../contracts/http/users.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { makeUserRepository } from '../composition.ts';
import { normalEmail, toStaffView } from '../user.ts';

const users = makeUserRepository();

/** GET /users?email=: how staff find whom they give a role, or whose order they look for. */
export const handler = endpoint(findUsers, async ({ query }) => {
  const user = await users.byEmail(normalEmail(query.email));
  return ok({ items: user ? [toStaffView(user)] : [], next: null });
});
