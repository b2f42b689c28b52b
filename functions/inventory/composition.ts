import * as z from 'zod/mini';
import { Currency } from '../contracts/money.ts';
import { readConfig } from '../platform/config.ts';
import { type Table, tableFromEnvironment } from '../platform/table.ts';
import { DemandRepository } from './demand-repository.ts';
import { ProductRepository } from './product-repository.ts';
import { Products } from './products.ts';
import { ReservationRepository } from './reservation-repository.ts';
import { Reservations } from './reservations.ts';
import { StockRepository } from './stock-repository.ts';

/** The catalogue of the deployment that this function belongs to, for those who change it. */
export function makeProducts(): Products {
  const { CURRENCY, LOW_STOCK } = readConfig({ CURRENCY: Currency, LOW_STOCK: z.coerce.number() });
  return new Products(new ProductRepository(tableFromEnvironment()), {
    currency: CURRENCY,
    lowStock: LOW_STOCK,
  });
}

export const makeStockRepository = (table: Table = tableFromEnvironment()) => new StockRepository(table);
export const makeDemandRepository = () => new DemandRepository(tableFromEnvironment());
export const makeReservationRepository = (table: Table = tableFromEnvironment()) =>
  new ReservationRepository(table);

/** The inventory's part in the saga. */
export const makeReservations = () => new Reservations(makeReservationRepository());
