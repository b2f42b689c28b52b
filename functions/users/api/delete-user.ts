import { deleteUser } from '../../contracts/http/users.ts';
import { endpoint } from '../../kit/http/endpoint.ts';
import { noContent } from '../../kit/http/response.ts';
import { ownAccounts } from '../own.ts';
import { ownToken } from '../own-token.ts';

const accounts = ownAccounts();

/** DELETE /users/{id}: the right to be forgotten. */
export const handler = endpoint(deleteUser, async ({ caller, path }) => {
  await accounts.remove(ownToken(caller, path), caller.signedInAt);
  return noContent();
});
