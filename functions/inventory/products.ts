import type { Money } from '../contracts/money.ts';
import { itemKey, type Key } from '../platform/key.ts';
import { announce } from '../platform/outbox.ts';
import { type Preconditions, requirePreconditions } from '../platform/preconditions.ts';
import { ServiceError } from '../platform/service-error.ts';
import { type Page, retryIfChanged, type Table, type Write } from '../platform/table.ts';
import { emptyStock, markStock } from './repository.ts';

export interface Product {
  sku: string;
  name: string;
  price: Money;
  /** Rises by one with every change, as the sequence of its events. */
  sequence: number;
  /** Set when it is no longer sold. */
  retired?: boolean;
}

interface Change {
  sku: string;
  /** Under which it is to be done; none unless told. */
  preconditions?: Preconditions;
}

interface ProductsOptions {
  /** The currency of this stage's prices. */
  currency: string;
  /** Below how many available units a new product's stock is low. */
  lowStock: number;
}

const productKey = (sku: string): Key => itemKey(['PRODUCT', sku], ['PRODUCT']);

/** The partition of the index `Listed`, in which a product stands while it is sold. */
const LISTED = 'PRODUCT';

/** The catalogue: what is sold, under which name, at which price. */
export class Products {
  readonly #table: Table;
  readonly #options: ProductsOptions;

  constructor(table: Table, options: ProductsOptions) {
    this.#table = table;
    this.#options = options;
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
   * Creates a product with an empty stock, changes it, or brings a retired one back. What changes nothing writes
   * nothing.
   *
   * @throws ServiceError `refused` for another currency, `preconditionFailed` when `preconditions` do not hold.
   */
  put({ preconditions = {}, ...wanted }: Change & Pick<Product, 'sku' | 'name' | 'price'>) {
    const { currency } = this.#options;
    if (wanted.price.currency !== currency) {
      throw new ServiceError('refused', `Prices are in ${currency}.`, {
        violations: [{ pointer: '/price/currency', detail: `Expected ${currency}` }],
      });
    }
    return retryIfChanged(async () => {
      const before = await this.get(wanted.sku);
      requirePreconditions(preconditions, before?.sequence);
      const product: Product = { ...wanted, sequence: (before?.sequence ?? 0) + 1 };
      if (before && !before.retired && same(before, product)) return { created: false, product: before };
      await this.#table.write([
        this.#store(product, before),
        ...(before ? [] : [emptyStock(wanted.sku, this.#options.lowStock)]),
        ...(before?.retired ? [markStock(wanted.sku, false)] : []),
        announce({
          type: before && !before.retired ? 'product.changed' : 'product.created',
          pk: productKey(wanted.sku).pk,
          subject: wanted.sku,
          sequence: product.sequence,
          data: wanted,
        }),
      ]);
      return { created: !before, product };
    });
  }

  /**
   * Takes a product from the list. Its stock is reserved no more; what is held for orders stays held. To retire it
   * again changes nothing.
   *
   * @throws ServiceError `notFound`, or `preconditionFailed` when `preconditions` do not hold.
   */
  retire({ sku, preconditions = {} }: Change): Promise<void> {
    return retryIfChanged(async () => {
      const before = await this.get(sku);
      if (!before) throw new ServiceError('notFound', 'There is no such product.');
      requirePreconditions(preconditions, before.sequence);
      if (before.retired) return;
      const { name, price } = before;
      const sequence = before.sequence + 1;
      await this.#table.write([
        this.#store({ sku, name, price, sequence, retired: true }, before),
        markStock(sku, true),
        announce({ type: 'product.retired', pk: productKey(sku).pk, subject: sku, sequence, data: { sku } }),
      ]);
    });
  }

  #store(product: Product, before: Product | undefined): Write {
    return {
      label: 'product',
      put: { ...productKey(product.sku), ...product, ...(!product.retired && { listed: LISTED }) },
      condition: before ? '#sequence = :seen' : 'attribute_not_exists(pk)',
      ...(before && { names: { '#sequence': 'sequence' }, values: { ':seen': before.sequence } }),
    };
  }
}

const same = (one: Product, other: Product): boolean =>
  one.name === other.name &&
  one.price.amount === other.price.amount &&
  one.price.currency === other.price.currency;
