import type { MessageInitShape } from '@bufbuild/protobuf';
import * as z from 'zod/mini';
import { Id } from '../contracts/http/schemas.ts';
import { LIMITS } from '../contracts/limits.ts';
import { ROLES } from '../contracts/roles.ts';
import { type OrderSchema, OrderService, OrderStatus } from '../contracts/rpc/orders/v1/orders_pb.ts';
import type { RpcCaller } from '../platform/rpc/caller.ts';
import { moneyMessage, timeMessage } from '../platform/rpc/messages.ts';
import { serveRpc } from '../platform/rpc/serve.ts';
import { tableCheck } from '../platform/rpc/table-check.ts';
import { valid } from '../platform/rpc/valid.ts';
import { ServiceError } from '../platform/service-error.ts';
import { tableFromEnvironment } from '../platform/table.ts';
import { makeClosedCustomers, makeOrderRepository } from './composition.ts';
import { executionsFromEnvironment } from './executions.ts';
import type { Order } from './order.ts';
import { listedCustomer, type Reader, requireReadable } from './readable.ts';

const table = tableFromEnvironment();
const orders = makeOrderRepository(table);
const closed = makeClosedCustomers(table, orders);
const executions = executionsFromEnvironment();

/** As HTTP lists have it. */
const PAGE = 20;

const STATUSES = ['PENDING', 'CONFIRMED', 'CANCELLED'] as const;

const ById = z.object({ id: Id });
const ByOrder = z.object({ orderId: Id });
const ByCustomer = z.object({ customerId: Id });
const Closing = z.object({ customerId: Id, orderIds: z.array(Id).check(z.maxLength(LIMITS.pageSize)) });
const List = z.object({
  customerId: Id,
  limit: z.int().check(z.gte(0), z.lte(LIMITS.pageSize)),
  status: z.enum(OrderStatus),
});

const readerOf = (caller: RpcCaller): Reader => ('user' in caller ? caller.user : caller);

/** The orders service's side of proto/orders/v1/orders.proto. */
export const handler = serveRpc(
  OrderService,
  {
    async listOrders(request, { caller }) {
      const { customerId, limit, status } = valid(List, request);
      const page = await orders.list({
        customerId: listedCustomer(customerId, readerOf(caller)),
        status: STATUSES.find((name) => OrderStatus[name] === status),
        limit: limit || PAGE,
      });
      return { orders: page.items.map(orderMessage) };
    },
    async getOrder(request, { caller }) {
      const { id } = valid(ById, request);
      return { order: orderMessage(requireReadable(await orders.get(id), readerOf(caller))) };
    },
    async closeCustomer(request) {
      const { customerId, orderIds } = valid(Closing, request);
      await closed.close(customerId, orderIds);
      return {};
    },
    async reopenCustomer(request) {
      await closed.reopen(valid(ByCustomer, request).customerId);
      return {};
    },
    async getSaga(request) {
      const { orderId } = valid(ByOrder, request);
      const order = await orders.get(orderId);
      if (!order) throw new ServiceError('notFound', 'There is no such order.');
      const found = await executions.all(order);
      return {
        executions: found.map(({ name, status, startedAt, stoppedAt, error }) => ({
          name,
          status,
          startedAt: timeMessage(startedAt),
          stoppedAt: timeMessage(stoppedAt),
          error,
        })),
      };
    },
  },
  {
    access: {
      listOrders: { services: ['gateway'], users: ROLES },
      getOrder: { services: ['gateway'], users: ROLES },
      closeCustomer: { services: ['users'], users: [] },
      reopenCustomer: { services: ['users'], users: [] },
      getSaga: { services: ['gateway'], users: ['staff', 'oncall'] },
    },
    checks: { table: tableCheck(table) },
  },
);

const orderMessage = (order: Order): MessageInitShape<typeof OrderSchema> => ({
  id: order.id,
  customerId: order.customerId,
  status: OrderStatus[order.status],
  items: order.items.map(({ sku, quantity, unitPrice }) => ({
    sku,
    quantity,
    unitPrice: moneyMessage(unitPrice),
  })),
  total: moneyMessage(order.total),
  createdAt: timeMessage(order.createdAt),
  confirmedAt: timeMessage(order.confirmedAt),
  reason: order.reason,
  attention: order.attention ?? false,
  cancelling: order.cancellation !== undefined && order.status === 'PENDING',
});
