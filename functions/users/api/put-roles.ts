import { putRoles } from '../../contracts/http/users.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { ownAccounts } from '../own.ts';
import { presentForStaff } from '../user.ts';

const accounts = ownAccounts();

/** PUT /users/{id}/roles */
export const handler = endpoint(putRoles, async ({ caller, path, body }) =>
  ok(presentForStaff(await accounts.setRoles(path.id, body.roles, caller))),
);
