import { getUser } from '../../contracts/http/users.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { ownAccounts } from '../own.ts';
import { ownToken } from '../own-token.ts';
import { presentUser } from '../user.ts';

const accounts = ownAccounts();

/** GET /users/{id} */
export const handler = endpoint(getUser, async ({ caller, path }) =>
  ok(presentUser(await accounts.get(ownToken(caller, path).id))),
);
