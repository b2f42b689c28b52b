import { randomUUID } from 'node:crypto';
import type { Order } from '../../functions/orders/order.ts';
import { newId } from '../../functions/platform/id.ts';

const unitPrice = { amount: 100, currency: 'EUR' };

/** A new order as it is placed, for one cup. */
export const orderRow = (more: Partial<Order> = {}): Order => ({
  id: newId(),
  customerId: randomUUID(),
  status: 'PENDING',
  items: [{ sku: 'cup', quantity: 1, unitPrice }],
  total: unitPrice,
  createdAt: new Date().toISOString(),
  sequence: 1,
  ...more,
});
