import type { Money } from '../contracts/money.ts';
import { newer, unlessKnown } from '../platform/inbox.ts';
import { itemKey, type Key } from '../platform/key.ts';
import type { Table } from '../platform/table.ts';

/** What orders knows of a product: its own copy, made of the inventory's product events. */
export interface ProjectedProduct {
  sku: string;
  /** Missing when the first that was heard of a product is that it is no longer sold. */
  price?: Money;
  /** True when it is no longer sold. */
  retired?: boolean;
}

const productKey = (sku: string): Key => itemKey(['PRODUCT', sku], ['PRODUCT']);

/**
 * What orders knows of products, so that an order can be placed while inventory is down. Events that are older than
 * what the copy was made of are ignored, by the sequence that the events of one sku share.
 */
export class ProductProjectionRepository {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  /** The known ones of these, in no particular order. */
  find(skus: string[]): Promise<ProjectedProduct[]> {
    return this.#table.getMany<ProjectedProduct>(skus.map(productKey));
  }

  /** A product is sold at this price from now on. @returns whether that was news. */
  know(
    { sku, price }: Required<Pick<ProjectedProduct, 'sku' | 'price'>>,
    sequence: number,
  ): Promise<boolean> {
    return this.#bring(sku, sequence, { sku, price, retired: false });
  }

  /** A product is no longer sold. @returns whether that was news. */
  retire(sku: string, sequence: number): Promise<boolean> {
    return this.#bring(sku, sequence, { sku, retired: true });
  }

  #bring(sku: string, sequence: number, fields: Record<string, unknown>): Promise<boolean> {
    return unlessKnown(() => this.#table.writeOne(newer({ update: productKey(sku), sequence, fields })));
  }
}
