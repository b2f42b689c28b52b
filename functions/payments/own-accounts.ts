import { Currency } from '../contracts/money.ts';
import { readConfig } from '../kit/config.ts';
import { ownTable } from '../kit/table.ts';
import { Accounts } from './accounts.ts';

/** The accounts of the deployment that this function belongs to. */
export const ownAccounts = (): Accounts =>
  new Accounts(ownTable(), readConfig({ CURRENCY: Currency }).CURRENCY);
