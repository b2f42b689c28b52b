import { OrderService } from '../contracts/rpc/orders/v1/orders_pb.ts';
import { PaymentService } from '../contracts/rpc/payments/v1/payments_pb.ts';
import { rpcClient } from '../platform/rpc/client.ts';
import { instancesFromEnvironment } from '../platform/rpc/instances-from-environment.ts';
import type { Holdings } from './remove-account.ts';

/** A customer's holdings in payments and orders, by RPC. Payments closes first: after that no order can be paid for. */
export function makeHoldings(): Holdings {
  // Long enough for a cold start of each instance: deleting an account is rare.
  const options = { instances: instancesFromEnvironment(), as: 'users', deadlineMs: 8_000 };
  const payments = rpcClient(PaymentService, options);
  const orders = rpcClient(OrderService, options);
  const reopenAccount = (customerId: string) => payments.reopenAccount({ customerId });
  return {
    async close(customerId) {
      const { orderIds } = await payments.closeAccount({ customerId });
      await orders.closeCustomer({ customerId, orderIds }).catch(async (thrown) => {
        await reopenAccount(customerId).catch(() => {});
        throw thrown;
      });
    },
    async reopen(customerId) {
      await Promise.all([reopenAccount(customerId), orders.reopenCustomer({ customerId })]);
    },
  };
}
