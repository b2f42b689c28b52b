import { getCustomerAccount } from '../../contracts/http/payments.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { makeAccounts } from '../composition.ts';

const accounts = makeAccounts();

/** GET /payments/accounts/{customerId}: for staff. */
export const handler = endpoint(getCustomerAccount, async ({ path: { customerId } }) =>
  ok({ customerId, balance: await accounts.balance(customerId) }),
);
