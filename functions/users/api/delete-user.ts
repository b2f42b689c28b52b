import { deleteUser } from '../../contracts/http/users.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { noContent } from '../../platform/http/response.ts';
import { makeAccounts } from '../composition.ts';
import { makeHoldings } from '../holdings.ts';
import { removeAccount } from '../remove-account.ts';
import { requireSelf } from '../require-self.ts';

const dependencies = { accounts: makeAccounts(), holdings: makeHoldings() };

/** DELETE /users/{id}: the right to be forgotten. */
export const handler = endpoint(deleteUser, async ({ caller, path }) => {
  await removeAccount(dependencies, requireSelf(caller, path), caller.signedInAt);
  return noContent();
});
