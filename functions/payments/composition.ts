import { Currency } from '../contracts/money.ts';
import { readConfig } from '../platform/config.ts';
import { type Table, tableFromEnvironment } from '../platform/table.ts';
import { Accounts } from './accounts.ts';

/** The accounts of the deployment that this function belongs to, in its table unless told. */
export const makeAccounts = (table: Table = tableFromEnvironment()): Accounts =>
  new Accounts(table, readConfig({ CURRENCY: Currency }).CURRENCY);
