import { type Preconditions, requirePreconditions } from '../platform/preconditions.ts';
import { ServiceError } from '../platform/service-error.ts';
import { retryIfChanged } from '../platform/table.ts';
import { lowAtOf, type Stock, type StockRepository } from './stock-repository.ts';

interface Count {
  sku: string;
  /** What is in the warehouse: available and reserved units together. */
  onHand: number;
  /** Below how many available units the stock is low; as it was unless told. */
  lowAt?: number;
  /** Under which it is to be done; none unless told. */
  preconditions?: Preconditions;
}

/**
 * Sets a product's stock to what was counted in the warehouse. What is promised to orders stays promised, so the change
 * is one of `available`; orders that come meanwhile are counted in. To count the same again writes nothing.
 *
 * @throws ServiceError `notFound`; `conflict` when less was counted than is promised to orders; `preconditionFailed` when
 *   `preconditions` do not hold.
 */
export function countStock(
  stocks: StockRepository,
  { sku, onHand, lowAt, preconditions = {} }: Count,
): Promise<Stock> {
  return retryIfChanged(async () => {
    const before = await stocks.get(sku);
    if (!before) throw new ServiceError('notFound', 'There is no such product.');
    requirePreconditions(preconditions, before.version);
    const available = onHand - before.reserved;
    if (available < 0) {
      throw new ServiceError(
        'conflict',
        `${before.reserved} units are promised to orders: there cannot be fewer on hand.`,
      );
    }
    const threshold = lowAt ?? lowAtOf(before);
    const after = { ...before, available, headroom: available - threshold, version: before.version + 1 };
    if (after.available === before.available && after.headroom === before.headroom) return before;
    await stocks.count(before, after);
    return after;
  });
}
