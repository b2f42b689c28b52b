import { changeUser } from '../../contracts/http/users.ts';
import { endpoint } from '../../kit/http/endpoint.ts';
import { ok } from '../../kit/http/response.ts';
import { ownAccounts } from '../own.ts';
import { ownToken } from '../own-token.ts';
import { presentUser } from '../user.ts';

const accounts = ownAccounts();

/** PATCH /users/{id} */
export const handler = endpoint(changeUser, async ({ caller, path, body }) =>
  ok(presentUser(await accounts.change(ownToken(caller, path), body))),
);
