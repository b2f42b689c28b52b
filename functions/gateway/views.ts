import type * as z from 'zod/mini';
import type { OrderOverview } from '../contracts/http/gateway.ts';
import type { StockView } from '../contracts/http/inventory.ts';
import type { OrderView } from '../contracts/http/orders.ts';
import type { UserWithRoles } from '../contracts/http/user-schemas.ts';
import { ROLES } from '../contracts/roles.ts';
import type { Reservation, Stock } from '../contracts/rpc/inventory/v1/inventory_pb.ts';
import { ReservationStatus } from '../contracts/rpc/inventory/v1/inventory_pb.ts';
import type { Execution, Order } from '../contracts/rpc/orders/v1/orders_pb.ts';
import { OrderStatus } from '../contracts/rpc/orders/v1/orders_pb.ts';
import type { Payment } from '../contracts/rpc/payments/v1/payments_pb.ts';
import { PaymentStatus } from '../contracts/rpc/payments/v1/payments_pb.ts';
import type { Profile } from '../contracts/rpc/users/v1/users_pb.ts';
import { moneyOf, timeOf } from '../platform/rpc/messages.ts';

// What services say in messages, as it is said over HTTP. A field that proto cannot leave out is left out when empty.

type Overview = z.infer<typeof OrderOverview>;

/** The name of an enum's value. @throws Error for a value that is newer than this code */
function nameIn<N extends string>(values: Record<N, number>, value: number): Exclude<N, 'UNSPECIFIED'> {
  const found = (Object.keys(values) as N[]).find((name) => values[name] === value);
  if (found === undefined || found === 'UNSPECIFIED') throw new Error(`there is no name for ${value}`);
  return found as Exclude<N, 'UNSPECIFIED'>;
}

export const profileView = ({
  id,
  name,
  email,
  emailVerified,
  pendingEmail,
  roles,
  createdAt,
}: Profile): z.infer<typeof UserWithRoles> => ({
  id,
  name,
  email,
  emailVerified,
  ...(pendingEmail && { pendingEmail }),
  createdAt: timeOf(createdAt!),
  roles: ROLES.filter((role) => roles.includes(role)),
});

export const orderView = (order: Order): z.infer<typeof OrderView> => ({
  id: order.id,
  status: nameIn(OrderStatus, order.status),
  items: order.items.map(({ sku, quantity, unitPrice }) => ({
    sku,
    quantity,
    unitPrice: moneyOf(unitPrice!),
  })),
  total: moneyOf(order.total!),
  createdAt: timeOf(order.createdAt!),
  ...(order.reason && { reason: { code: order.reason.code, message: order.reason.message } }),
  ...(order.attention && { attention: true }),
  ...(order.cancelling && { cancelling: true }),
});

export const stockView = ({ sku, available, reserved }: Stock): z.infer<typeof StockView> => ({
  sku,
  available,
  reserved,
});

export const paymentView = (payment: Payment): NonNullable<Overview['payment']> => ({
  status: nameIn(PaymentStatus, payment.status),
  ...(payment.amount && { amount: moneyOf(payment.amount) }),
  ...(payment.createdAt && { createdAt: timeOf(payment.createdAt) }),
  ...(payment.refusal && { refusal: payment.refusal }),
});

export const reservationView = (reservation: Reservation): NonNullable<Overview['reservation']> => ({
  status: nameIn(ReservationStatus, reservation.status),
  items: reservation.items.map(({ sku, quantity }) => ({ sku, quantity })),
  ...(reservation.refusal && { refusal: reservation.refusal }),
});

export const executionView = (execution: Execution): NonNullable<Overview['saga']>[number] => ({
  name: execution.name,
  status: execution.status,
  ...(execution.startedAt && { startedAt: timeOf(execution.startedAt) }),
  ...(execution.stoppedAt && { stoppedAt: timeOf(execution.stoppedAt) }),
  ...(execution.error && { error: execution.error }),
});
