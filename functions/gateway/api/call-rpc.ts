import { InventoryService } from '../../contracts/rpc/inventory/v1/inventory_pb.ts';
import { OrderService } from '../../contracts/rpc/orders/v1/orders_pb.ts';
import { PaymentService } from '../../contracts/rpc/payments/v1/payments_pb.ts';
import { UserService } from '../../contracts/rpc/users/v1/users_pb.ts';
import { rpcDoor } from '../../platform/rpc/door.ts';
import { ownInstances } from '../../platform/rpc/own-instances.ts';

/** POST /rpc/{service}/{method} */
export const handler = rpcDoor({
  services: [UserService, OrderService, InventoryService, PaymentService],
  instances: ownInstances(),
});
