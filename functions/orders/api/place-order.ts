import * as z from 'zod/mini';
import { LIMITS } from '../../contracts/limits.ts';
import { endpoint } from '../../kit/http/endpoint.ts';
import { created } from '../../kit/http/response.ts';
import { ownTable } from '../../kit/table.ts';
import { OrderPlacement } from '../place-order.ts';
import { OrderRepository } from '../repository.ts';
import { sagaStarter } from '../start-saga.ts';

const NewOrder = z.strictObject({
  items: z
    .array(
      z.strictObject({
        sku: z
          .string()
          .check(z.regex(/^[\w.-]{1,64}$/, 'Expected a sku: letters, digits, dot, dash, underscore')),
        quantity: z.int().check(z.gte(1), z.lte(LIMITS.quantityPerLine)),
      }),
    )
    .check(z.minLength(1), z.maxLength(LIMITS.itemsPerOrder)),
});

const placement = new OrderPlacement({ orders: new OrderRepository(ownTable()), startSaga: sagaStarter() });

/** POST /orders */
export const handler = endpoint({
  access: ['customer'],
  idempotent: true,
  body: NewOrder,
  handle: async ({ caller, body, idempotencyKey }) => {
    const order = await placement.place({ customerId: caller.id, lines: body.items, idempotencyKey });
    return created(order, `/orders/${order.id}`);
  },
});
