import { LIMITS } from '../contracts/limits.ts';
import type { Money } from '../contracts/money.ts';
import type { SagaItem } from '../contracts/order-saga.ts';
import { ServiceError, type Violation } from '../kit/service-error.ts';

export type OrderStatus = 'PENDING' | 'CONFIRMED' | 'CANCELLED';

export interface Order {
  id: string;
  customerId: string;
  status: OrderStatus;
  items: SagaItem[];
  total: Money;
  createdAt: string;
  /** Why it was cancelled. */
  reason?: { code: string; message: string };
  /** True while it is parked for people. */
  attention?: boolean;
  /** How many events of this order there are; the last one's `sequence`. */
  sequence: number;
}

/** What a customer asks for. */
export interface OrderLine {
  sku: string;
  quantity: number;
}

/** What orders knows of a product: its own projection, fed by the inventory's product events. */
export interface KnownProduct {
  sku: string;
  price: Money;
}

/**
 * Merges lines that name the same sku, in the order of first mention.
 *
 * @throws ServiceError `invalid` when a merged line is over the limit.
 */
export function mergeLines(lines: OrderLine[]): OrderLine[] {
  const merged = new Map<string, number>();
  for (const { sku, quantity } of lines) merged.set(sku, (merged.get(sku) ?? 0) + quantity);
  for (const [sku, quantity] of merged) {
    if (quantity <= LIMITS.quantityPerLine) continue;
    const first = lines.findIndex((line) => line.sku === sku);
    throw new ServiceError('invalid', 'The body is not valid.', {
      violations: [
        { pointer: `/items/${first}/quantity`, detail: `At most ${LIMITS.quantityPerLine} of one product` },
      ],
    });
  }
  return [...merged].map(([sku, quantity]) => ({ sku, quantity }));
}

/**
 * Fixes the prices of an order from the known products. The client's word on prices is never asked for.
 *
 * @throws ServiceError `refused` for products that are not sold, mixed currencies, or a total over the limit.
 */
export function priceOrder(
  lines: OrderLine[],
  products: KnownProduct[],
): { items: SagaItem[]; total: Money } {
  const prices = new Map(products.map((product) => [product.sku, product.price]));
  const unknown: Violation[] = lines.flatMap(({ sku }, index) =>
    prices.has(sku) ? [] : [{ pointer: `/items/${index}/sku`, detail: `There is no product ${sku}` }],
  );
  if (unknown.length > 0)
    throw new ServiceError('refused', 'A product is not sold.', { violations: unknown });
  const items = lines.map(({ sku, quantity }) => ({ sku, quantity, unitPrice: prices.get(sku)! }));
  const currencies = new Set(items.map((item) => item.unitPrice.currency));
  if (currencies.size > 1) throw new ServiceError('refused', 'One order can hold one currency only.');
  const amount = items.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice.amount, 0);
  if (amount > LIMITS.orderTotal) {
    throw new ServiceError('refused', `The total is over the limit of ${LIMITS.orderTotal}.`);
  }
  return { items, total: { amount, currency: items[0]!.unitPrice.currency } };
}

/** An order as its customer sees it (contract: GET /orders/{id}). */
export const presentOrder = ({ id, status, items, total, createdAt, reason, attention }: Order) => ({
  id,
  status,
  items,
  total,
  createdAt,
  ...(reason && { reason }),
  ...(attention && { attention }),
});
