import { getPreferences } from '../../contracts/http/users.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { makeAccounts } from '../composition.ts';
import { requireSelf } from '../require-self.ts';

const accounts = makeAccounts();

/** GET /users/{id}/preferences */
export const handler = endpoint(getPreferences, async ({ caller, path }) =>
  ok((await accounts.get(requireSelf(caller, path).id)).preferences),
);
