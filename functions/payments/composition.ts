import { Currency } from '../contracts/money.ts';
import { readConfig } from '../platform/config.ts';
import { type Table, tableFromEnvironment } from '../platform/table.ts';
import { Accounts } from './accounts.ts';
import { Charges } from './charges.ts';
import { LedgerRepository } from './ledger-repository.ts';

/** The accounts of the deployment that this function belongs to, in its table unless told. */
export const makeAccounts = (table: Table = tableFromEnvironment()): Accounts =>
  new Accounts(new LedgerRepository(table), readConfig({ CURRENCY: Currency }).CURRENCY);

/** The payments' part in the saga. */
export const makeCharges = (table: Table = tableFromEnvironment()): Charges =>
  new Charges(new LedgerRepository(table));
