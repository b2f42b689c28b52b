import { InventoryService } from '../contracts/rpc/inventory/v1/inventory_pb.ts';
import { OrderService } from '../contracts/rpc/orders/v1/orders_pb.ts';
import { PaymentService } from '../contracts/rpc/payments/v1/payments_pb.ts';
import { UserService } from '../contracts/rpc/users/v1/users_pb.ts';
import { rpcClient } from '../platform/rpc/client.ts';
import { instancesFromEnvironment } from '../platform/rpc/instances-from-environment.ts';
import type { Services } from './services.ts';

/** The services of this deployment, by way of their instances: one balancer and one set of breakers for all of them. */
export function makeServices(): Services {
  const options = { instances: instancesFromEnvironment(), as: 'gateway' };
  return {
    users: rpcClient(UserService, options),
    orders: rpcClient(OrderService, options),
    payments: rpcClient(PaymentService, options),
    inventory: rpcClient(InventoryService, options),
  };
}
