import * as z from 'zod/mini';
import { Money } from './money.ts';

/** One line of an order with the price that was fixed when it was placed. */
export const SagaItem = z.object({
  sku: z.string(),
  quantity: z.int().check(z.positive()),
  unitPrice: Money,
});
export type SagaItem = z.infer<typeof SagaItem>;

/**
 * The saga's input, and what every step and undo receives. Steps add nothing to it: an undo reads what was done
 * from its own service's table, not from a message that may be older than the table.
 */
export const SagaOrder = z.object({
  orderId: z.string(),
  customerId: z.string(),
  items: z.array(SagaItem).check(z.minLength(1)),
  total: Money,
});
export type SagaOrder = z.infer<typeof SagaOrder>;

/** An error as Step Functions' Catch writes it: `Cause` is the function's error as JSON, or plain text. */
export const CaughtError = z.object({ Error: z.string(), Cause: z.optional(z.string()) });
export type CaughtError = z.infer<typeof CaughtError>;

/** What CancelOrder receives, and the input of an execution that begins with the undo chain: why it turned around. */
export const SagaFailure = z.extend(SagaOrder, { failure: CaughtError });
export type SagaFailure = z.infer<typeof SagaFailure>;

/** Why the saga turned around, and which undos failed for good. */
export const Stranded = z.object({
  failure: CaughtError,
  refundFailure: z.optional(CaughtError),
  releaseFailure: z.optional(CaughtError),
  cancelFailure: z.optional(CaughtError),
});
export type Stranded = z.infer<typeof Stranded>;

/** What ParkOrder receives, and what a message on the queue of parked orders says. */
export const SagaStranded = z.extend(SagaOrder, Stranded.shape);
export type SagaStranded = z.infer<typeof SagaStranded>;
