import { putRoles } from '../../contracts/http/users.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { makeAccounts } from '../composition.ts';
import { toStaffView } from '../user.ts';

const accounts = makeAccounts();

/** PUT /users/{id}/roles */
export const handler = endpoint(putRoles, async ({ caller, path, body }) =>
  ok(toStaffView(await accounts.setRoles(path.id, body.roles, caller))),
);
