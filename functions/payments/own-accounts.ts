import { Currency } from '../contracts/money.ts';
import { readConfig } from '../platform/config.ts';
import { ownTable, type Table } from '../platform/table.ts';
import { Accounts } from './accounts.ts';

/** The accounts of the deployment that this function belongs to, in its table unless told. */
export const ownAccounts = (table: Table = ownTable()): Accounts =>
  new Accounts(table, readConfig({ CURRENCY: Currency }).CURRENCY);
