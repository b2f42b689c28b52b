import type { Context } from 'aws-lambda';
import type * as z from 'zod/mini';
import { invocation, invocationNow, report } from './invocation.ts';
import { addToLog } from './log.ts';
import { BusinessRejection } from './service-error.ts';
import type { Carrier } from './tracing/entry.ts';

/**
 * One step or undo of the saga, or a question about what it did. Its input is parsed, its outcome reported; a business rejection
 * leaves it under its own name, which is how the state machine knows it.
 *
 * @example export const handler = step(SagaOrder, (order) => reservations.reserve(order));
 */
export function step<S extends z.ZodMiniType<{ orderId: string }>, T = void>(
  schema: S,
  run: (order: z.infer<S>) => Promise<T>,
): (event: unknown, context?: Context) => Promise<T> {
  return invocation(
    'step',
    async (event) => {
      const order = schema.parse(event);
      addToLog({ orderId: order.orderId });
      report({ orderId: order.orderId });
      try {
        const answer = await run(order);
        report({ orderOutcome: invocationNow()?.outcome.orderOutcome ?? 'done' });
        return answer;
      } catch (thrown) {
        report({ orderOutcome: thrown instanceof BusinessRejection ? thrown.name : 'failed' });
        throw thrown;
      }
    },
    (event) => event as Carrier,
  );
}
