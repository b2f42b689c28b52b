import { getAccount } from '../../contracts/http/payments.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { makeAccounts } from '../composition.ts';

const accounts = makeAccounts();

/** GET /payments/account: the caller's own. */
export const handler = endpoint(getAccount, async ({ caller }) =>
  ok({ balance: await accounts.balance(caller.id) }),
);
