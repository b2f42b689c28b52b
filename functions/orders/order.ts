import type { Canceller } from '../contracts/business-rejections.ts';
import { LIMITS } from '../contracts/limits.ts';
import type { Money } from '../contracts/money.ts';
import type { SagaItem, SagaOrder, Stranded } from '../contracts/order-saga.ts';
import { ServiceError, type Violation } from '../platform/service-error.ts';
import type { ProjectedProduct } from './product-projection-repository.ts';

export type OrderStatus = 'PENDING' | 'CONFIRMED' | 'CANCELLED';

/** Somebody's wish that an order be cancelled. It is honoured, whatever else happens to the order. */
export interface Cancellation {
  by: Canceller;
  at: string;
}

export interface Order {
  id: string;
  customerId: string;
  status: OrderStatus;
  items: SagaItem[];
  total: Money;
  createdAt: string;
  /** The trace in which it was placed, and in which all is that becomes of it. Orders from before traces have none. */
  traceparent?: string;
  /** When the saga confirmed it; stays when it is cancelled after that. */
  confirmedAt?: string;
  /** From the moment somebody wants it cancelled. Until it is undone, it is PENDING. */
  cancellation?: Cancellation;
  /** Why it was cancelled. */
  reason?: { code: string; message: string };
  /** True while it is parked for manual intervention. */
  attention?: boolean;
  /** How many redrives there had been when it was parked (last): by that an attempt to park it knows that it comes again. */
  parkedRedrives?: number;
  /** What was known when it was parked (last). It stays when the order is settled. */
  stranded?: Stranded;
  /** How often its undo was started anew. From the first time on it is not confirmed any more. */
  redrives?: number;
  /** While it is PENDING: since when it waits for the reconciler to look at it, or, once it is parked for manual intervention. */
  waitsSince?: string;
  /** How many events of this order there are; the last one's `sequence`. */
  sequence: number;
}

/** What a customer asks for. */
export interface OrderLine {
  sku: string;
  quantity: number;
}

/** Lines of one sku as one, which knows where in the request the first of them stands. */
export interface MergedLine extends OrderLine {
  index: number;
}

/**
 * Merges lines that name the same sku, in the order of first mention.
 *
 * @throws ServiceError `invalid` when merged lines are over the limit, at the first of each.
 */
export function mergeLines(lines: OrderLine[]): MergedLine[] {
  const merged = new Map<string, MergedLine>();
  for (const [index, { sku, quantity }] of lines.entries()) {
    const first = merged.get(sku) ?? { sku, quantity: 0, index };
    merged.set(sku, { ...first, quantity: first.quantity + quantity });
  }
  const tooMany = [...merged.values()].filter(({ quantity }) => quantity > LIMITS.quantityPerLine);
  if (tooMany.length > 0) {
    throw new ServiceError('invalid', 'The body is not valid.', {
      violations: tooMany.map(({ index }) => ({
        pointer: `/items/${index}/quantity`,
        detail: `At most ${LIMITS.quantityPerLine} of one product`,
      })),
    });
  }
  return [...merged.values()];
}

/**
 * Fixes the prices of an order from the product projection. The client's word on prices is never asked for.
 *
 * @throws ServiceError `refused` for products that are not sold (any more), mixed currencies, or a total over the limit.
 */
export function priceOrder(
  lines: MergedLine[],
  products: ProjectedProduct[],
): { items: SagaItem[]; total: Money } {
  const known = new Map(products.map((product) => [product.sku, product]));
  const notSold: Violation[] = [];
  const items = lines.flatMap(({ sku, quantity, index }) => {
    const { price, retired } = known.get(sku) ?? {};
    if (price && !retired) return [{ sku, quantity, unitPrice: price }];
    const detail = retired ? `The product ${sku} is no longer sold` : `There is no product ${sku}`;
    notSold.push({ pointer: `/items/${index}/sku`, detail });
    return [];
  });
  if (notSold.length > 0)
    throw new ServiceError('refused', 'A product is not sold.', { violations: notSold });
  const currencies = new Set(items.map((item) => item.unitPrice.currency));
  if (currencies.size > 1) throw new ServiceError('refused', 'One order can hold one currency only.');
  const amount = items.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice.amount, 0);
  if (amount > LIMITS.orderTotal) {
    throw new ServiceError('refused', `The total is over the limit of ${LIMITS.orderTotal}.`);
  }
  return { items, total: { amount, currency: items[0]!.unitPrice.currency } };
}

/** An order as its customer sees it (contract: GET /orders/{id}). */
export const toOrderView = (order: Order) => ({
  id: order.id,
  status: order.status,
  items: order.items,
  total: order.total,
  createdAt: order.createdAt,
  ...(order.reason && { reason: order.reason }),
  ...(order.attention && { attention: true }),
  ...(order.cancellation && order.status === 'PENDING' && { cancelling: true }),
});

/** An order as its saga and its undo receive it. */
export const sagaInput = ({ id, customerId, items, total }: Order): SagaOrder => ({
  orderId: id,
  customerId,
  items,
  total,
});

/** Since when an order has been PENDING (ms since 1970): its placing, or its cancellation. */
export const pendingSince = ({ createdAt, cancellation }: Order): number =>
  Date.parse(cancellation?.at ?? createdAt);
