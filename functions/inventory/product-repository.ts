import type { Money } from '../contracts/money.ts';
import { itemKey, type Key } from '../platform/key.ts';
import { announce } from '../platform/outbox.ts';
import type { Page, Table, Write } from '../platform/table.ts';
import { markRetired, newStock } from './stock-repository.ts';

export interface Product {
  sku: string;
  name: string;
  price: Money;
  /** Rises by one with every change, as the sequence of its events. */
  sequence: number;
  /** Set when it is no longer sold. */
  retired?: boolean;
}

const productKey = (sku: string): Key => itemKey(['PRODUCT', sku], ['PRODUCT']);

/** The partition of the index `Listed`, in which a product stands while it is sold. */
const LISTED = 'PRODUCT';

/** The catalogue's rows: the only place that writes them. */
export class ProductRepository {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  /** One product, also when it is retired. */
  get(sku: string): Promise<Product | undefined> {
    return this.#table.get<Product>(productKey(sku));
  }

  /** What is sold, in the order of the skus, after the sku `after`. */
  list(limit: number, after?: string): Promise<Page<Product>> {
    return this.#table.query<Product>({
      index: 'Listed',
      where: 'listed = :listed',
      values: { ':listed': LISTED },
      limit,
      after: after === undefined ? undefined : { ...productKey(after), listed: LISTED, sku: after },
    });
  }

  /**
   * Creates a product with an empty stock, changes it, or brings a retired one back, with its event.
   *
   * @param before as it was read; undefined when there was none.
   * @param lowAt below how many available units a new product's stock is low.
   * @throws ConditionFailed when it is not as it was read.
   */
  put(product: Product, before: Product | undefined, lowAt: number): Promise<void> {
    const { sku, name, price, sequence } = product;
    return this.#table.write([
      store(product, before),
      ...(before ? [] : [newStock(sku, lowAt)]),
      ...(before?.retired ? [markRetired(sku, false)] : []),
      announce({
        type: before && !before.retired ? 'product.changed' : 'product.created',
        pk: productKey(sku).pk,
        subject: sku,
        sequence,
        data: { sku, name, price },
      }),
    ]);
  }

  /** Takes a product from the list, with its event. @throws ConditionFailed when it is not as it was read. */
  retire(before: Product): Promise<void> {
    const { sku, name, price } = before;
    const sequence = before.sequence + 1;
    return this.#table.write([
      store({ sku, name, price, sequence, retired: true }, before),
      markRetired(sku, true),
      announce({ type: 'product.retired', pk: productKey(sku).pk, subject: sku, sequence, data: { sku } }),
    ]);
  }
}

const store = (product: Product, before: Product | undefined): Write => ({
  label: 'product',
  put: { ...productKey(product.sku), ...product, ...(!product.retired && { listed: LISTED }) },
  condition: before ? '#sequence = :seen' : 'attribute_not_exists(pk)',
  ...(before && { names: { '#sequence': 'sequence' }, values: { ':seen': before.sequence } }),
});
