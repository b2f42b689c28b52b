import { postCustomerDeposit } from '../../contracts/http/payments.ts';
import { endpoint } from '../../kit/http/endpoint.ts';
import { created } from '../../kit/http/response.ts';
import { ownAccounts } from '../own-accounts.ts';
import { ownCustomers } from '../own-customers.ts';

const accounts = ownAccounts();
const requireCustomer = ownCustomers();

/** POST /payments/accounts/{customerId}/deposits: staff pay in for somebody else. */
export const handler = endpoint(
  postCustomerDeposit,
  async ({ caller, path: { customerId }, body: { amount }, idempotencyKey }) => {
    await requireCustomer(customerId);
    return created(
      await accounts.deposit({ customerId, callerId: caller.id, amount, idempotencyKey }),
      `/payments/accounts/${encodeURIComponent(customerId)}`,
    );
  },
);
