import { firstTime } from '../platform/inbox.ts';
import { itemKey } from '../platform/key.ts';
import type { Table, Write } from '../platform/table.ts';
import { type ReservedItem, type Stock, stockKey } from './stock-repository.ts';

/**
 * How many units of a product were asked for since it was first ordered: in all orders, in those that were confirmed,
 * and in those that were cancelled. An order that was cancelled after its confirmation counts in all three; what is
 * in none of the last two is pending.
 */
export interface Demand {
  ordered: number;
  confirmed: number;
  cancelled: number;
}

export const demandKey = (sku: string) => itemKey(['STOCK', sku], ['DEMAND']);

/** Demand per product, told by the events of orders: the only place that writes these rows. */
export class DemandRepository {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  /** The figures of a product, zero before its first order; undefined when there is no such product. */
  async of(sku: string): Promise<Demand | undefined> {
    const rows = await this.#table.getMany<Partial<Demand> & Partial<Stock> & { sk: string }>([
      stockKey(sku),
      demandKey(sku),
    ]);
    if (!rows.some(({ sk }) => sk === stockKey(sku).sk)) return undefined;
    const { ordered = 0, confirmed = 0, cancelled = 0 } = rows.find(({ sk }) => sk === 'DEMAND') ?? {};
    return { ordered, confirmed, cancelled };
  }

  /**
   * Adds an order's units to one of the figures, once per event.
   *
   * @throws ConditionFailed when the event was counted before (see unlessKnown).
   */
  count(figure: keyof Demand, eventId: string, items: ReservedItem[]): Promise<void> {
    return this.#table.write([
      firstTime(eventId),
      ...items.map(
        ({ sku, quantity }): Write => ({
          update: demandKey(sku),
          set: 'ADD #figure :quantity',
          names: { '#figure': figure },
          values: { ':quantity': quantity },
        }),
      ),
    ]);
  }
}
