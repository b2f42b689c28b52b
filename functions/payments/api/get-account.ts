import { getAccount } from '../../contracts/http/payments.ts';
import { Currency } from '../../contracts/money.ts';
import { readConfig } from '../../kit/config.ts';
import { endpoint } from '../../kit/http/endpoint.ts';
import { ok } from '../../kit/http/response.ts';
import { ownTable } from '../../kit/table.ts';
import { Deposits } from '../deposits.ts';

const deposits = new Deposits(ownTable(), readConfig({ CURRENCY: Currency }).CURRENCY);

/** GET /payments/account: the caller's own. */
export const handler = endpoint(getAccount, async ({ caller }) =>
  ok({ balance: await deposits.balance(caller.id) }),
);
