import { getAccount } from '../../contracts/http/payments.ts';
import { endpoint } from '../../kit/http/endpoint.ts';
import { ok } from '../../kit/http/response.ts';
import { ownAccounts } from '../own-accounts.ts';

const accounts = ownAccounts();

/** GET /payments/account: the caller's own. */
export const handler = endpoint(getAccount, async ({ caller }) =>
  ok({ balance: await accounts.balance(caller.id) }),
);
