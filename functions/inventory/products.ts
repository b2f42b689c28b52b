import { type Preconditions, requirePreconditions } from '../platform/preconditions.ts';
import { ServiceError } from '../platform/service-error.ts';
import { type Page, retryIfChanged } from '../platform/table.ts';
import type { Product, ProductRepository } from './product-repository.ts';

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

/** The catalogue: what is sold, under which name, at which price. */
export class Products {
  readonly #products: ProductRepository;
  readonly #options: ProductsOptions;

  constructor(products: ProductRepository, options: ProductsOptions) {
    this.#products = products;
    this.#options = options;
  }

  /** One product, also when it is retired. */
  get(sku: string): Promise<Product | undefined> {
    return this.#products.get(sku);
  }

  /** What is sold, in the order of the skus, after the sku `after`. */
  list(limit: number, after?: string): Promise<Page<Product>> {
    return this.#products.list(limit, after);
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
      await this.#products.put(product, before, this.#options.lowStock);
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
      if (!before.retired) await this.#products.retire(before);
    });
  }
}

const same = (one: Product, other: Product): boolean =>
  one.name === other.name &&
  one.price.amount === other.price.amount &&
  one.price.currency === other.price.currency;
