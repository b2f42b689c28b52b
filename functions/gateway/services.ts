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

/** How long an answer that joins services may take (ms): whoever has no part by then gets on without it. */
export const BUDGET_MS = 800;
