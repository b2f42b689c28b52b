import { placeOrder } from '../../contracts/http/orders.ts';
import { idempotentEndpoint } from '../../kit/http/idempotent-endpoint.ts';
import { created } from '../../kit/http/response.ts';
import { ownTable } from '../../kit/table.ts';
import { ClosedCustomers } from '../closed-customers.ts';
import { KnownProducts } from '../known-products.ts';
import { OrderPlacement, type PlacedOrder } from '../place-order.ts';
import { OrderRepository } from '../repository.ts';
import { sagaStarter } from '../start-saga.ts';

const table = ownTable();
const orders = new OrderRepository(table);
const placement = new OrderPlacement({
  orders,
  closed: new ClosedCustomers(table, orders),
  products: new KnownProducts(table),
  startSaga: sagaStarter(),
});

/** POST /orders */
export const handler = idempotentEndpoint(placeOrder, {
  table,
  work: ({ caller, body }, remember) =>
    placement.place({ customerId: caller.id, lines: body.items, remember }),
  reply: (order: PlacedOrder) => created(order, `/orders/${order.id}`),
});
