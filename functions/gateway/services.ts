import type { InventoryService } from '../contracts/rpc/inventory/v1/inventory_pb.ts';
import type { OrderService } from '../contracts/rpc/orders/v1/orders_pb.ts';
import type { PaymentService } from '../contracts/rpc/payments/v1/payments_pb.ts';
import type { UserService } from '../contracts/rpc/users/v1/users_pb.ts';
import type { RpcClient } from '../kit/rpc/client.ts';

/** The services as the gateway reads them: a part of their RPC contracts. They throw ServiceErrors. */
export interface Services {
  users: Pick<RpcClient<typeof UserService>, 'getProfile'>;
  orders: Pick<RpcClient<typeof OrderService>, 'listOrders' | 'getOrder' | 'getSaga'>;
  payments: Pick<RpcClient<typeof PaymentService>, 'getAccount' | 'getPayment'>;
  inventory: Pick<RpcClient<typeof InventoryService>, 'getStock' | 'getReservation'>;
}

/** How long a customer waits for an answer that joins services (ms): what has not come by then is left out. */
export const ME_BUDGET_MS = 800;

/** How long staff wait (ms): they ask seldom, so that cells may have to start, and would rather have the whole. */
export const OVERVIEW_BUDGET_MS = 3_000;
