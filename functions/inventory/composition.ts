import * as z from 'zod/mini';
import { Currency } from '../contracts/money.ts';
import { readConfig } from '../platform/config.ts';
import { tableFromEnvironment } from '../platform/table.ts';
import { Products } from './products.ts';

/** The catalogue of the deployment that this function belongs to, for those who change it. */
export function makeProducts(): Products {
  const { CURRENCY, LOW_STOCK } = readConfig({ CURRENCY: Currency, LOW_STOCK: z.coerce.number() });
  return new Products(tableFromEnvironment(), { currency: CURRENCY, lowStock: LOW_STOCK });
}
