import { postDeposit } from '../../contracts/http/payments.ts';
import { Currency } from '../../contracts/money.ts';
import { readConfig } from '../../kit/config.ts';
import { endpoint } from '../../kit/http/endpoint.ts';
import { created } from '../../kit/http/response.ts';
import { ownTable } from '../../kit/table.ts';
import { Deposits } from '../deposits.ts';

const deposits = new Deposits(ownTable(), readConfig({ CURRENCY: Currency }).CURRENCY);

/** POST /payments/deposits, to the caller's own account. */
export const handler = endpoint(postDeposit, async ({ caller, body, idempotencyKey }) =>
  created(
    await deposits.deposit({ customerId: caller.id, amount: body.amount, idempotencyKey }),
    '/payments/account',
  ),
);
