import type * as z from 'zod/mini';
import { beginLog, log } from './log.ts';
import { Refusal } from './service-error.ts';

/**
 * One step or undo of the saga, or a question about what it did. Its input is parsed, its outcome logged; a refusal
 * leaves it under its own name, which is how the state machine knows it.
 *
 * @example export const handler = step(SagaOrder, (order) => reservations.reserve(order));
 */
export function step<S extends z.ZodMiniType<{ orderId: string }>, T = void>(
  schema: S,
  run: (order: z.infer<S>) => Promise<T>,
): (event: unknown) => Promise<T> {
  return async (event) => {
    const order = schema.parse(event);
    beginLog({ orderId: order.orderId, trace: process.env._X_AMZN_TRACE_ID });
    try {
      const answer = await run(order);
      log.info('step done');
      return answer;
    } catch (thrown) {
      if (thrown instanceof Refusal) log.info('step refused', { refusal: thrown.name });
      else log.error('step failed', thrown);
      throw thrown;
    }
  };
}
