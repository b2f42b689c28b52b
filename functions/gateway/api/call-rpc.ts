import { InventoryService } from '../../contracts/rpc/inventory/v1/inventory_pb.ts';
import { OrderService } from '../../contracts/rpc/orders/v1/orders_pb.ts';
import { PaymentService } from '../../contracts/rpc/payments/v1/payments_pb.ts';
import { UserService } from '../../contracts/rpc/users/v1/users_pb.ts';
import { instancesFromEnvironment } from '../../platform/rpc/instances-from-environment.ts';
import { publicRpc } from '../../platform/rpc/public-rpc.ts';

/** POST /rpc/{service}/{method} */
export const handler = publicRpc({
  services: [UserService, OrderService, InventoryService, PaymentService],
  instances: instancesFromEnvironment(),
});
