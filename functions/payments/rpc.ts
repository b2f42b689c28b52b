import * as z from 'zod/mini';
import { Id } from '../contracts/http/schemas.ts';
import { ROLES } from '../contracts/roles.ts';
import { PaymentService, PaymentStatus } from '../contracts/rpc/payments/v1/payments_pb.ts';
import { isAbout } from '../platform/rpc/caller.ts';
import { moneyMessage, timeMessage } from '../platform/rpc/messages.ts';
import { serveRpc } from '../platform/rpc/serve.ts';
import { tableCheck } from '../platform/rpc/table-check.ts';
import { valid } from '../platform/rpc/valid.ts';
import { ServiceError } from '../platform/service-error.ts';
import { tableFromEnvironment } from '../platform/table.ts';
import { makeAccounts, makeCharges } from './composition.ts';

const table = tableFromEnvironment();
const accounts = makeAccounts(table);
const charges = makeCharges(table);

const ByCustomer = z.object({ customerId: Id });
const ByOrder = z.object({ orderId: Id });

/** The payments service's side of proto/payments/v1/payments.proto. */
export const handler = serveRpc(
  PaymentService,
  {
    async getAccount(request, { caller }) {
      const { customerId } = valid(ByCustomer, request);
      if (!isAbout(caller, customerId, ['staff']))
        throw new ServiceError('forbidden', "Another customer's account is for staff.");
      return { balance: moneyMessage(await accounts.balance(customerId)) };
    },
    async closeAccount(request) {
      return { orderIds: await accounts.close(valid(ByCustomer, request).customerId) };
    },
    async reopenAccount(request) {
      await accounts.reopen(valid(ByCustomer, request).customerId);
      return {};
    },
    async getPayment(request) {
      const { orderId } = valid(ByOrder, request);
      const charge = await charges.get(orderId);
      if (!charge) throw new ServiceError('notFound', 'This order was never charged.');
      const { status, money, refusal, createdAt } = charge;
      return {
        payment: {
          orderId,
          status: PaymentStatus[status],
          amount: money && moneyMessage(money),
          createdAt: timeMessage(createdAt),
          refusal,
        },
      };
    },
  },
  {
    access: {
      getAccount: { services: ['gateway'], users: ROLES },
      closeAccount: { services: ['users'], users: [] },
      reopenAccount: { services: ['users'], users: [] },
      getPayment: { services: ['gateway'], users: ['staff'] },
    },
    checks: { table: tableCheck(table) },
  },
);
