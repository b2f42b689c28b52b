import { putPreferences } from '../../contracts/http/users.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { makeAccounts } from '../composition.ts';
import { requireSelf } from '../require-self.ts';

const accounts = makeAccounts();

/** PUT /users/{id}/preferences */
export const handler = endpoint(putPreferences, async ({ caller, path, body }) =>
  ok(await accounts.prefer(requireSelf(caller, path), body)),
);
