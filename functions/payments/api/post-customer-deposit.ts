import { postCustomerDeposit } from '../../contracts/http/payments.ts';
import { idempotentEndpoint } from '../../platform/http/idempotent-endpoint.ts';
import { created } from '../../platform/http/response.ts';
import { tableFromEnvironment } from '../../platform/table.ts';
import type { Deposit } from '../accounts.ts';
import { makeAccounts } from '../composition.ts';
import { makeCustomerCheck } from '../customer-check.ts';

const table = tableFromEnvironment();
const accounts = makeAccounts(table);
const requireCustomer = makeCustomerCheck();

/** POST /payments/accounts/{customerId}/deposits: staff pay in for somebody else. */
export const handler = idempotentEndpoint(postCustomerDeposit, {
  table,
  work: async ({ path: { customerId }, body: { amount } }, remember) => {
    await requireCustomer(customerId);
    return accounts.deposit({ customerId, amount, remember });
  },
  reply: (deposit: Deposit, { customerId }: { customerId: string }) =>
    created(deposit, `/payments/accounts/${encodeURIComponent(customerId)}`),
});
