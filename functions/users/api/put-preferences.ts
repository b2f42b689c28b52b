import { putPreferences } from '../../contracts/http/users.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { ownAccounts } from '../own.ts';
import { ownToken } from '../own-token.ts';

const accounts = ownAccounts();

/** PUT /users/{id}/preferences */
export const handler = endpoint(putPreferences, async ({ caller, path, body }) =>
  ok(await accounts.prefer(ownToken(caller, path), body)),
);
