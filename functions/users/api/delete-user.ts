import { deleteUser } from '../../contracts/http/users.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { noContent } from '../../platform/http/response.ts';
import { ownAccounts } from '../own.ts';
import { ownHoldings } from '../own-holdings.ts';
import { ownToken } from '../own-token.ts';
import { removeAccount } from '../remove-account.ts';

const dependencies = { accounts: ownAccounts(), holdings: ownHoldings() };

/** DELETE /users/{id}: the right to be forgotten. */
export const handler = endpoint(deleteUser, async ({ caller, path }) => {
  await removeAccount(dependencies, ownToken(caller, path), caller.signedInAt);
  return noContent();
});
