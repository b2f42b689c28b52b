import { itemKey, type Key } from '../platform/key.ts';
import { announce } from '../platform/outbox.ts';
import type { Table, Write } from '../platform/table.ts';

export interface Stock {
  sku: string;
  /** Units that can be ordered. */
  available: number;
  /** Units promised to orders. What is in the warehouse is both together. */
  reserved: number;
  /**
   * How many available units there are above the threshold of stock.low; below zero when the stock is low. It moves
   * with `available`, so that a condition can tell a crossing, and the threshold is the difference of the two.
   */
  headroom: number;
  /** Rises by one with every change of this item. */
  version: number;
  /** The sequence of the latest stock.low. */
  lowSequence?: number;
  /** Set when the product is no longer sold: then it is reserved no more. */
  retired?: boolean;
}

export interface ReservedItem {
  sku: string;
  quantity: number;
}

export const stockKey = (sku: string): Key => itemKey(['STOCK', sku], ['STOCK']);

/** True when this many units less are the ones that make the stock low. */
export const crosses = ({ headroom }: Stock, fewer: number): boolean => headroom >= 0 && headroom < fewer;

/** Below how many available units a product's stock is low. */
export const lowAtOf = ({ available, headroom }: Stock): number => available - headroom;

/**
 * The stock of products: the only place that writes their rows. What other repositories change of it in their
 * transactions (a hold, a new product) are writes from here.
 */
export class StockRepository {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  get(sku: string): Promise<Stock | undefined> {
    return this.#table.get<Stock>(stockKey(sku));
  }

  /** The stock of several products; what there is none of is left out. */
  getMany(skus: string[]): Promise<Stock[]> {
    return this.#table.getMany<Stock>(skus.map(stockKey));
  }

  /**
   * Sets what a count has changed. Nothing else is written: a reservation in between fails the condition.
   *
   * @throws ConditionFailed when the stock is not as it was read.
   */
  count(before: Stock, { sku, available, headroom, version }: Stock): Promise<void> {
    const low = crosses(before, before.headroom - headroom);
    return this.#table.write([
      {
        label: 'stock',
        update: stockKey(sku),
        set: `SET available = :available, headroom = :headroom, version = :version${low ? ', lowSequence = :low' : ''}`,
        condition: 'version = :seen',
        values: {
          ':available': available,
          ':headroom': headroom,
          ':version': version,
          ':seen': before.version,
          ...(low && { ':low': (before.lowSequence ?? 0) + 1 }),
        },
      },
      ...(low ? [announceLow(before, available, available - headroom)] : []),
    ]);
  }
}

/** The empty stock of a new product. @param lowAt below how many available units it is low. */
export const newStock = (sku: string, lowAt: number): Write => ({
  label: 'stock',
  put: { ...stockKey(sku), sku, available: 0, reserved: 0, headroom: -lowAt, version: 1 },
  condition: 'attribute_not_exists(pk)',
});

/** What reservations are conditional on is the stock, so it is told too. */
export function markRetired(sku: string, retired: boolean): Write {
  return {
    label: 'stock',
    update: stockKey(sku),
    set: retired
      ? 'SET version = version + :one, retired = :yes'
      : 'SET version = version + :one REMOVE retired',
    condition: 'attribute_exists(pk)',
    values: { ':one': 1, ...(retired && { ':yes': true }) },
  };
}

/** Tells that the stock is low, once per crossing: `stock` is how it was read, `available` what is left. */
export function announceLow(
  stock: Stock,
  available: number,
  threshold = stock.available - stock.headroom,
): Write {
  const { sku, lowSequence = 0 } = stock;
  return announce({
    type: 'stock.low',
    pk: stockKey(sku).pk,
    subject: `stock:${sku}`,
    sequence: lowSequence + 1,
    data: { sku, available, threshold },
  });
}

const MOVE =
  'available = available - :quantity, headroom = headroom - :quantity, reserved = reserved + :quantity, version = version + :one';

/** Moves units from available to reserved; their sum stays what it was. `known` is the stock, where it was read. */
export function takeOut({ sku, quantity }: ReservedItem, known: Stock | undefined): Write {
  const makesLow = known !== undefined && crosses(known, quantity);
  const sold = 'available >= :quantity AND attribute_not_exists(retired)';
  return {
    label: sku,
    update: stockKey(sku),
    set: `SET ${MOVE}${makesLow ? ', lowSequence = :low' : ''}`,
    condition: `${sold} AND ${makesLow ? 'version = :version' : '(headroom < :zero OR headroom >= :quantity)'}`,
    values: {
      ':quantity': quantity,
      ':one': 1,
      ...(makesLow ? { ':version': known.version, ':low': (known.lowSequence ?? 0) + 1 } : { ':zero': 0 }),
    },
  };
}

/** Moves units back from reserved to available. */
export const putBack = ({ sku, quantity }: ReservedItem): Write => ({
  label: sku,
  update: stockKey(sku),
  set: `SET ${MOVE}`,
  condition: 'attribute_exists(pk)',
  values: { ':quantity': -quantity, ':one': 1 },
});
