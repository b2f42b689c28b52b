import * as z from 'zod/mini';
import { placeOrder } from '../../contracts/http/orders.ts';
import { readConfig } from '../../platform/config.ts';
import { idempotentEndpoint } from '../../platform/http/idempotent-endpoint.ts';
import { created } from '../../platform/http/response.ts';
import { ServiceError } from '../../platform/service-error.ts';
import { tableFromEnvironment } from '../../platform/table.ts';
import { makeClosedCustomers, makeOrderRepository, makeProductProjection } from '../composition.ts';
import { OrderPlacement, type PlacedOrder } from '../place-order.ts';
import { sagaStarter } from '../start-saga.ts';

const { UNVERIFIED_MAY_ORDER } = readConfig({
  UNVERIFIED_MAY_ORDER: z._default(z.enum(['yes', 'no']), 'yes'),
});
const table = tableFromEnvironment({ connections: 2 });
const orders = makeOrderRepository(table);
const placement = new OrderPlacement({
  orders,
  closed: makeClosedCustomers(table, orders),
  products: makeProductProjection(table),
  startSaga: sagaStarter(),
});

/** POST /orders */
export const handler = idempotentEndpoint(placeOrder, {
  table,
  work: async ({ caller, body }, remember) => {
    if (UNVERIFIED_MAY_ORDER === 'no' && caller.emailVerified === false)
      throw new ServiceError(
        'forbidden',
        'Confirm your email address first, by the link that was sent there, and refresh your token.',
      );
    return placement.place({ customerId: caller.id, lines: body.items, remember });
  },
  reply: (order: PlacedOrder) => created(order, `/orders/${order.id}`),
});
