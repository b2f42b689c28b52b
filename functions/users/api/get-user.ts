import { getUser } from '../../contracts/http/users.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { makeAccounts } from '../composition.ts';
import { requireSelf } from '../require-self.ts';
import { toUserView } from '../user.ts';

const accounts = makeAccounts();

/** GET /users/{id} */
export const handler = endpoint(getUser, async ({ caller, path }) =>
  ok(toUserView(await accounts.get(requireSelf(caller, path).id))),
);
