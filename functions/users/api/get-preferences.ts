import { getPreferences } from '../../contracts/http/users.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { ownAccounts } from '../own.ts';
import { ownToken } from '../own-token.ts';

const accounts = ownAccounts();

/** GET /users/{id}/preferences */
export const handler = endpoint(getPreferences, async ({ caller, path }) =>
  ok((await accounts.get(ownToken(caller, path).id)).preferences),
);
