import { postDeposit } from '../../contracts/http/payments.ts';
import { endpoint } from '../../kit/http/endpoint.ts';
import { created } from '../../kit/http/response.ts';
import { ownAccounts } from '../own-accounts.ts';

const accounts = ownAccounts();

/** POST /payments/deposits, to the caller's own account. */
export const handler = endpoint(postDeposit, async ({ caller, body: { amount }, idempotencyKey }) =>
  created(
    await accounts.deposit({ customerId: caller.id, callerId: caller.id, amount, idempotencyKey }),
    '/payments/account',
  ),
);
