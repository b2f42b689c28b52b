import type { InventoryService } from '../contracts/rpc/inventory/v1/inventory_pb.ts';
import type { OrderService } from '../contracts/rpc/orders/v1/orders_pb.ts';
import type { PaymentService } from '../contracts/rpc/payments/v1/payments_pb.ts';
import type { UserService } from '../contracts/rpc/users/v1/users_pb.ts';
import type { RpcClient } from '../platform/rpc/client.ts';

/** The services as the gateway reads them: a part of their RPC contracts. They throw ServiceErrors. */
export interface Services {
  users: Pick<RpcClient<typeof UserService>, 'getProfile'>;
  orders: Pick<RpcClient<typeof OrderService>, 'listOrders' | 'getOrder' | 'getSaga'>;
  payments: Pick<RpcClient<typeof PaymentService>, 'getAccount' | 'getPayment'>;
  inventory: Pick<RpcClient<typeof InventoryService>, 'getStock' | 'getReservation'>;
}

/** How long a customer waits for an answer that joins services (ms): what has not come by then is left out. */
export const ME_BUDGET_MS = 800;

/** How long for the part without which there is no answer (ms): an instance may have to start. */
export const REQUIRED_BUDGET_MS = 3_000;

/**
 * How long each answer of one environment waits for its parts (ms). The first one waits for all of them as long as for the one
 * that has to come: where this environment had to start, instances have to as well, such as for the first visitor of a day.
 */
export function partsBudget(): () => number {
  let next = REQUIRED_BUDGET_MS;
  return () => {
    const budget = next;
    next = ME_BUDGET_MS;
    return budget;
  };
}

/** How long staff wait (ms): they ask seldom, so that instances may have to start, and would rather have the whole. */
export const OVERVIEW_BUDGET_MS = 3_000;
