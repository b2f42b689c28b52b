import { postDeposit } from '../../contracts/http/payments.ts';
import { idempotentEndpoint } from '../../platform/http/idempotent-endpoint.ts';
import { created } from '../../platform/http/response.ts';
import { tableFromEnvironment } from '../../platform/table.ts';
import type { Deposit } from '../accounts.ts';
import { makeAccounts } from '../composition.ts';

const table = tableFromEnvironment();
const accounts = makeAccounts(table);

/** POST /payments/deposits, to the caller's own account. */
export const handler = idempotentEndpoint(postDeposit, {
  table,
  work: ({ caller, body: { amount } }, remember) =>
    accounts.deposit({ customerId: caller.id, amount, remember }),
  reply: (deposit: Deposit) => created(deposit, '/payments/account'),
});
