import * as z from 'zod/mini';
import { Money } from './money.ts';

/** What orders asks inventory and payments, when an order has not come to its end in time. */
export const Inspection = z.object({ orderId: z.string() });
export type Inspection = z.infer<typeof Inspection>;

/** What inventory holds, or held, for an order. NONE: it has never heard of it. */
export const ReservationFound = z.object({
  status: z.enum(['NONE', 'HELD', 'COMMITTED', 'RELEASED', 'VOIDED']),
  items: z.array(z.object({ sku: z.string(), quantity: z.number() })),
  /** What the order was refused for, when it was. */
  refusal: z.optional(z.string()),
});
export type ReservationFound = z.infer<typeof ReservationFound>;

/** What payments charged for an order. NONE: it has never heard of it. */
export const ChargeFound = z.object({
  status: z.enum(['NONE', 'CHARGED', 'REFUNDED', 'VOIDED']),
  customerId: z.optional(z.string()),
  money: z.optional(Money),
  refusal: z.optional(z.string()),
});
export type ChargeFound = z.infer<typeof ChargeFound>;
